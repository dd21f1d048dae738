package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const asked = `{"contract":1,"workload":"actor-mesh","warmup":0,"iterations":1,"parameters":` + defaults + `,"settings":{"workers":2}}`

func TestRequests(t *testing.T) {
	if _, err := parseRequest([]byte(asked)); err != nil {
		t.Error(err)
	}
	for _, change := range [][2]string{
		{`"contract":1`, `"contract":2`},
		{`"workload":"actor-mesh"`, `"workload":"rings"`},
		{`"iterations":1`, `"iterations":0`},
		{`"actors":10000`, `"actors":0`},
		{`"actors":10000,`, ``},
		{`"payload":0`, `"payload":7`},
		{`"rate":0,"hops":20`, `"rate":5,"hops":3`},
		{`"record":"all"`, `"record":"some"`},
		{`"message":"reused"`, `"message":"old"`},
		{`"seed":"42"`, `"seed":"-1"`},
		{`"seed":"42"`, `"seed":"42","unheard":1`},
		{`"workers":2`, `"workers":-1`},
		{`"workers":2`, `"gogc":5`},
		{`"workers":2`, `"asyncpreempt":"off"`}, // GODEBUG doesn't say so
		{`"workers":2`, `"asyncpreempt":"some"`},
		{`"workers":2`, `"scheduler":"tasks"`}, // TinyGo's
		{asked, `{`},
		{asked, ``},
	} {
		var out bytes.Buffer
		line := strings.Replace(asked, change[0], change[1], 1)
		if line == asked {
			t.Fatalf("nothing changed by %v", change)
		}
		status := serve([]byte(line), newLines(&out))
		if status != exitRefused || !strings.Contains(out.String(), `"kind":"refused"`) {
			t.Errorf("%v: status %d, %s", change, status, out.String())
		}
	}
}

// TestMain lets the test binary be the program, for the tests of its exit.
func TestMain(m *testing.M) {
	if os.Getenv("INTERLEAVE_BE_THE_PROGRAM") != "" {
		main()
	}
	os.Exit(m.Run())
}

func TestEndOfInputEndsTheProgram(t *testing.T) {
	for _, input := range []string{"", "half a line", strings.Replace(asked, `"work":0`, `"work":1000000`, 1) + "\n"} {
		program := exec.Command(os.Args[0])
		program.Env = append(os.Environ(), "INTERLEAVE_BE_THE_PROGRAM=1")
		program.Stdin = strings.NewReader(strings.Replace(input, "\n\t", "", 1))
		program.Run()
		if status := program.ProcessState.ExitCode(); status != exitCancelled {
			t.Errorf("status %d after %q", status, input)
		}
	}
}
