package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// usual are the parameters' defaults, as ../WORKLOADS.md has them.
var usual = map[string]string{
	"actor-mesh": defaults,
	"channel":    `{"producers":4,"consumers":4,"capacity":64,"messages":1000000}`,
	"colour":     `{"calls":100000,"way":"plain"}`,
	"compute":    `{"n":1000,"size":10000,"seed":"42"}`,
	"deep-await": `{"depth":"16","chain":"async","suspends":1,"times":100000,"seed":"42"}`,
	"deep-stack": `{"depth":100,"tasks":1,"ticker":0,"seed":"42"}`,
	"fan-in":     `{"n":1000,"capacity":64,"messages":1000000}`,
	"fan-out":    `{"n":1000,"capacity":64,"messages":1000000}`,
	"ffi":        `{"calls":10000000,"way":"call"}`,
	"file-read":  `{"files":1000,"size":65536,"seed":"42"}`,
	"hog":        `{"hogs":1,"rounds":100000000,"yield":0,"place":"task","seed":"42"}`,
	"idle-tasks": `{"n":10000,"depth":0}`,
	"io-mix":     `{"connections":1000,"requests":100,"think":0,"seed":"42"}`,
	"ping-pong":  `{"pairs":1,"rounds":100000}`,
	"ring":       `{"tasks":1000,"hops":100000}`,
	"spawn":      `{"n":100000,"shape":"flat"}`,
	"timers":     `{"n":10000,"spread":100000,"seed":"42"}`,
}

// asking is a request for two rounds of a workload with changed parameters.
func asking(t *testing.T, workload, changes string) []byte {
	t.Helper()
	parameters := map[string]interface{}{}
	for _, text := range []string{usual[workload], changes} {
		if err := json.Unmarshal([]byte(text), &parameters); err != nil {
			t.Fatal(err)
		}
	}
	line, err := json.Marshal(map[string]interface{}{"contract": 1, "workload": workload, "warmup": 1, "iterations": 1,
		"parameters": parameters, "settings": map[string]int{"workers": 0}})
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// rounds runs a request and gives its rounds, and its error line's message if there is one.
func rounds(t *testing.T, request []byte) (rounds []roundLine, message string) {
	t.Helper()
	var out bytes.Buffer
	serve(request, newLines(io.MultiWriter(&out, drivers{t, request})))
	for _, text := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var kind errorLine
		var line roundLine
		json.Unmarshal([]byte(text), &kind)
		if kind.Line == "error" {
			message = kind.Kind + ": " + kind.Message
		} else if json.Unmarshal([]byte(text), &line); line.Line == "round" {
			rounds = append(rounds, line)
		}
	}
	return rounds, message
}

// one is the last round of a workload that has to run.
func one(t *testing.T, workload, changes string) roundLine {
	t.Helper()
	lines, message := rounds(t, asking(t, workload, changes))
	if message != "" || len(lines) != 2 {
		t.Fatalf("%s %s: %d rounds, %s", workload, changes, len(lines), message)
	}
	return lines[1]
}

// absent says why a vector's way is refused, if it is: it is not applicable, or this program was built without cgo.
func absent(way string) string {
	switch way {
	case "await", "block-on", "offload":
		return "is not applicable: "
	case "call", "callback":
		if callInC == nil {
			return "needs cgo, without "
		}
	}
	return ""
}

func TestEveryVectorOfEveryWorkload(t *testing.T) {
	for name := range workloads {
		if name == "actor-mesh" {
			continue // its own test has it answer in more ways
		}
		name := name
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("../vectors", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var vectors []vector
			if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) == 0 {
				t.Fatalf("%d vectors, %v", len(vectors), err)
			}
			for _, v := range vectors {
				v.try(t, name)
			}
		})
	}
}

type vector struct {
	Parameters json.RawMessage
	Answer     string
}

func (v vector) try(t *testing.T, name string) {
	request := asking(t, name, string(v.Parameters))
	lines, message := rounds(t, request)
	var asked struct{ Way, Chain string }
	json.Unmarshal(v.Parameters, &asked)
	what, why := "way="+asked.Way, absent(asked.Way)
	if asked.Chain == "nested" || asked.Chain == "flat" {
		what, why = "chain="+asked.Chain, "is not applicable"
	}
	if why != "" {
		if !strings.HasPrefix(message, "refused: "+what+" "+why) {
			t.Errorf("%s: not refused: %s", v.Parameters, message)
		}
		return
	}
	if message != "" || len(lines) != 2 {
		t.Errorf("%s: %d rounds, %s", v.Parameters, len(lines), message)
	}
	r, err := parseRequest(request)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if line.Answer != v.Answer || line.Deliveries != r.workload.units() || line.ElapsedNs <= 0 {
			t.Errorf("%s: %+v, not %s", v.Parameters, line, v.Answer)
		}
	}
}

// Every name that is missing, and every unknown one, is refused: no figure may be of something else than was asked for.
func TestEveryParameterIsAskedFor(t *testing.T) {
	for name := range workloads {
		var parameters map[string]json.RawMessage
		if err := json.Unmarshal([]byte(usual[name]), &parameters); err != nil {
			t.Fatal(err)
		}
		for missing := range parameters {
			request := asking(t, name, fmt.Sprintf(`{%q:null}`, missing))
			if lines, message := rounds(t, request); len(lines) > 0 || !strings.HasPrefix(message, "refused: ") {
				t.Errorf("%s without %s: %d rounds, %s", name, missing, len(lines), message)
			}
		}
		if _, message := rounds(t, asking(t, name, `{"unheard":1}`)); !strings.Contains(message, "unheard") {
			t.Errorf("%s: unheard is not refused: %s", name, message)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range [][3]string{
		{"hog", `{"place":"blocking"}`, "place=blocking is not applicable"},
		{"hog", `{"hogs":0}`, "hogs is 0"},
		{"spawn", `{"shape":"tree","n":2000}`, "not a power of ten"},
		{"channel", `{"producers":3}`, "doesn't divide messages"},
		{"channel", `{"capacity":0}`, "capacity is 0"},
		{"fan-in", `{"n":3}`, "doesn't divide messages"},
		{"file-read", `{"size":7}`, "not a multiple of 8"},
		{"deep-await", `{"depth":"5"}`, "not 1 or 4 or 16 or 64"},
		{"idle-tasks", `{"n":60000000}`, "MiB of memory are available"},
		{"io-mix", `{"connections":1048576}`, "files may be open here"},
	} {
		lines, message := rounds(t, asking(t, c[0], c[1]))
		if len(lines) > 0 || !strings.HasPrefix(message, "refused: ") || !strings.Contains(message, c[2]) {
			t.Errorf("%v: %s", c, message)
		}
	}
}
