package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

const defaults = `{"actors":10000,"messages":1000000,"inFlight":1000,"mailbox":64,"payload":0,"retain":0,"work":0,
	"tail":0,"skew":0,"rate":0,"hops":20,"record":"all","message":"reused","seed":"42"}`

// with gives the default parameters, changed.
func with(t *testing.T, changes string) *actorMesh {
	t.Helper()
	p := new(actorMesh)
	for _, text := range []string{defaults, changes} {
		if err := json.Unmarshal([]byte(text), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.check(); err != nil {
		t.Fatal(err)
	}
	return p
}

func play(w workload) (*roundLine, error) {
	r := newRound(0, newLines(new(bytes.Buffer)))
	defer r.unwatch()
	if err := w.play(r); err != nil {
		return nil, err
	}
	return r.line(), nil
}

func TestMeshAnswersInEveryVariant(t *testing.T) {
	text, err := os.ReadFile("../vectors/actor-mesh.json")
	if err != nil {
		t.Skip(err)
	}
	var vectors []struct {
		Parameters json.RawMessage
		Answer     string
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		for _, variant := range []string{
			`{"record":"all"}`, `{"record":"64"}`, `{"record":"off"}`,
			`{"message":"fresh"}`, `{"mailbox":0}`, `{"retain":3}`,
		} {
			p := with(t, string(v.Parameters))
			if err := json.Unmarshal([]byte(variant), p); err != nil {
				t.Fatal(err)
			}
			if testing.Short() && p.Messages > 100000 {
				continue
			}
			line, err := play(p)
			if err != nil {
				t.Fatalf("%s %s: %v", v.Parameters, variant, err)
			}
			if line.Answer != v.Answer || line.Deliveries != p.Messages {
				t.Errorf("%s %s: %s, not %s, with %d deliveries", v.Parameters, variant, line.Answer, v.Answer, line.Deliveries)
			}
		}
	}
}

func TestTokensWithoutHopsAreNotMissed(t *testing.T) {
	line, err := play(with(t, `{"actors":5,"messages":3,"inFlight":9}`))
	if err != nil || line.Deliveries != 3 {
		t.Errorf("%v, %v", line, err)
	}
}

func count(pairs [][2]int64) (n int64) {
	for _, pair := range pairs {
		n += pair[1]
	}
	return n
}

func TestEveryHopIsRecordedOnce(t *testing.T) {
	const small = `{"actors":100,"messages":20000,"inFlight":70,"mailbox":0,`
	for _, c := range []struct {
		changes      string
		hops, tokens int64
		drained      bool
	}{
		{small + `"record":"all"}`, 20000, 0, true},
		{small + `"record":"all","work":5,"payload":64,"message":"fresh"}`, 20000, 0, true},
		{small + `"record":"off"}`, 0, 0, false},
		{small + `"rate":1000000,"record":"all"}`, 20000, 1000, false},
		{small + `"rate":1000000,"record":"off"}`, 0, 1000, false},
	} {
		line, err := play(with(t, c.changes))
		if err != nil {
			t.Fatal(err)
		}
		h := line.Histograms
		if n := count(h["hop"]) + count(h["hop_drain"]); n != c.hops {
			t.Errorf("%s: %d hops recorded", c.changes, n)
		}
		if drained := count(h["hop_drain"]) > 0; drained != c.drained {
			t.Errorf("%s: hops after the first retirement: %v", c.changes, drained)
		}
		if count(h["token"]) != c.tokens || count(h["token_uncorrected"]) != c.tokens || count(h["pacer_late"]) != c.tokens {
			t.Errorf("%s: tokens recorded: %v", c.changes, h)
		}
	}
}

// One in 64 is the same in every language: by the bits of z, whatever the order.
func TestSampleIsOneInSixtyFour(t *testing.T) {
	p := with(t, `{"actors":100,"messages":20000,"inFlight":70,"mailbox":0,"record":"64"}`)
	want := int64(0)
	m := newMesh(p)
	for k := int64(0); k < p.InFlight; k++ {
		for token := m.newToken(k); token.left > 0; token.left-- {
			if m.draw(token); token.z>>8&63 == 0 {
				want++
			}
		}
	}
	line, err := play(p)
	if err != nil {
		t.Fatal(err)
	}
	if n := count(line.Histograms["hop"]) + count(line.Histograms["hop_drain"]); n != want {
		t.Errorf("%d hops recorded, not %d", n, want)
	}
}

func shortenWatchdog(t *testing.T) {
	before := tick
	tick = 5 * time.Millisecond
	t.Cleanup(func() { tick = before })
}

func TestFullMailboxesEndAsDeadlock(t *testing.T) {
	shortenWatchdog(t)
	var out bytes.Buffer
	line := `{"contract":1,"workload":"actor-mesh","warmup":0,"iterations":1,"settings":{},"parameters":` +
		strings.NewReplacer("\n", "", `"actors":10000`, `"actors":1`, `"inFlight":1000`, `"inFlight":3`,
			`"mailbox":64`, `"mailbox":1`).Replace(defaults) + `}`
	if status := serve([]byte(line), newLines(&out)); status != exitFailed {
		t.Errorf("status %d", status)
	}
	if !strings.Contains(out.String(), `"kind":"deadlock"`) {
		t.Errorf("no deadlock in %s", out.String())
	}
}

func TestPacersWaitIsNoDeadlock(t *testing.T) {
	shortenWatchdog(t) // 100 ms; the gaps of two tokens a second are longer
	line, err := play(with(t, `{"actors":10,"messages":4,"hops":2,"rate":4}`))
	if err != nil {
		t.Fatal(err)
	}
	if line.Deliveries != 4 {
		t.Errorf("%d deliveries", line.Deliveries)
	}
}
