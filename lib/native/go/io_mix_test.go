//go:build !tinygo

package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// drivers starts io-mix's client when the program says that it listens.
type drivers struct {
	t       *testing.T
	request []byte
}

func (d drivers) Write(text []byte) (int, error) {
	var l listeningLine
	if json.Unmarshal(text, &l); l.Line == "listening" {
		var asked struct{ Parameters ioMix }
		if err := json.Unmarshal(d.request, &asked); err != nil {
			d.t.Error(err)
		}
		go func() {
			if err := drive(&asked.Parameters, l.Port); err != nil {
				d.t.Error(err)
			}
		}()
	}
	return len(text), nil
}

// drive opens the connections, waits until each has had an echo, and then sends the requests on all of them at once.
func drive(p *ioMix, port int) error {
	seed, err := seedOf(p.Seed)
	if err != nil {
		return err
	}
	connections := make([]net.Conn, p.Connections)
	for k := range connections {
		if connections[k], err = net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port)); err != nil {
			return err
		}
		if _, err = connections[k].Write(make([]byte, messageBytes)); err != nil {
			return err
		}
	}
	for _, c := range connections {
		if _, err := io.ReadFull(c, make([]byte, messageBytes)); err != nil {
			return err
		}
	}
	failures := make(chan error, len(connections))
	var gone sync.WaitGroup
	gone.Add(len(connections))
	for k := range connections {
		go func(k int) {
			defer gone.Done()
			failures <- p.converse(connections[k], k, seed)
		}(k)
	}
	gone.Wait()
	for range connections {
		if err := <-failures; err != nil {
			return err
		}
	}
	return nil
}

func (p *ioMix) converse(c net.Conn, k int, seed uint64) error {
	defer c.Close()
	for q := uint64(0); q < uint64(p.Requests); q++ {
		var message, echo [messageBytes]byte
		for j := uint64(0); j < 8; j++ {
			word := mix(seed + (uint64(k)*uint64(p.Requests)+q)*8 + j)
			binary.LittleEndian.PutUint64(message[8*j:], word)
		}
		if q > 0 {
			time.Sleep(time.Duration(p.Think) * time.Microsecond)
		}
		// In two pieces: a message needn't arrive whole.
		for _, piece := range [][]byte{message[:20], message[20:]} {
			if _, err := c.Write(piece); err != nil {
				return err
			}
		}
		if _, err := io.ReadFull(c, echo[:]); err != nil {
			return err
		}
		if !bytes.Equal(message[:], echo[:]) {
			return fmt.Errorf("request %d of connection %d came back changed", q, k)
		}
	}
	return nil
}

// The gate holds back one echo: all clients have theirs only after the clock was read.
func TestClockStartsBeforeTheFirstRequest(t *testing.T) {
	line := one(t, "io-mix", `{"connections":50,"requests":3,"think":20000}`)
	if least := int64(2 * 20 * time.Millisecond); line.ElapsedNs < least {
		t.Errorf("%d ns: the clock missed a request", line.ElapsedNs)
	}
}

// A connection that ends within a message is no end, and one that ends early leaves requests uncounted.
func TestBrokenConnectionsFail(t *testing.T) {
	for _, bytesMore := range []int{0, 10} {
		p := &ioMix{Connections: 1, Requests: 2, Seed: "42"}
		ports := make(chan int, 1)
		failed := make(chan error, 1)
		go func() { failed <- run(&request{Iterations: 1, workload: p}, newLines(portFinder(ports))) }()
		c, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", <-ports))
		if err != nil {
			t.Fatal(err)
		}
		c.Write(make([]byte, messageBytes))
		io.ReadFull(c, make([]byte, messageBytes))
		c.Write(make([]byte, bytesMore))
		c.Close()
		if err := <-failed; err == nil {
			t.Errorf("no failure after %d bytes", bytesMore)
		}
	}
}

type portFinder chan int

func (f portFinder) Write(text []byte) (int, error) {
	var l listeningLine
	if json.Unmarshal(text, &l); l.Line == "listening" {
		f <- l.Port
	}
	return len(text), nil
}

// A client that goes silent in the middle is a deadlock, one that only thinks for longer than the watchdog waits is none.
func TestSilentClientIsADeadlock(t *testing.T) {
	shortenWatchdog(t) // 100 ms
	if line := one(t, "io-mix", `{"connections":2,"requests":2,"think":150000}`); line.ElapsedNs < int64(150*time.Millisecond) {
		t.Errorf("%d ns are too short to tell", line.ElapsedNs)
	}
	ports := make(chan int, 1)
	failed := make(chan error, 1)
	go func() {
		failed <- run(&request{Iterations: 1, workload: &ioMix{Connections: 1, Requests: 2, Seed: "42"}}, newLines(portFinder(ports)))
	}()
	c, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", <-ports))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Write(make([]byte, messageBytes))
	if err := <-failed; !errors.Is(err, errDeadlock) {
		t.Errorf("%v", err)
	}
}
