//go:build !tinygo

package main

import (
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"
)

// docs/tinygo.md builds TinyGo without package net: there this file is left out.
func init() { workloads["io-mix"] = newIoMix }

// ioMix is sockets: an echo server with a task a connection. Its client is a process of its own.
type ioMix struct {
	Connections int64  `json:"connections"`
	Requests    int64  `json:"requests"`
	Think       int64  `json:"think"` // µs
	Seed        string `json:"seed"`  // the client's
}

const messageBytes = 64

// spareFiles are those that the program needs beside its connections.
const spareFiles = 16

func newIoMix() workload { return &ioMix{Connections: missing, Requests: missing, Think: missing} }

func (p *ioMix) units() int64 { return p.Connections * p.Requests }

func (p *ioMix) notes() map[string]string {
	return map[string]string{
		"files":   fmt.Sprintf("the limit of open files was raised to its hard value, %d", fileLimit()),
		"backlog": "the net package's: as long as net.core.somaxconn allows; one goroutine accepts, TCP_NODELAY is set",
	}
}

func (p *ioMix) check() error {
	if err := within(
		number{"connections", p.Connections, 1, 1 << 20},
		number{"requests", p.Requests, 1, 1 << 32},
		number{"think", p.Think, 0, 3600 * 1000 * 1000},
	); err != nil {
		return err
	}
	if limit := fileLimit(); p.Connections+spareFiles > limit {
		return fmt.Errorf("connections is %d, and %d files may be open here, %d of them needed otherwise", p.Connections, limit, spareFiles)
	}
	_, err := seedOf(p.Seed)
	return err
}

// listeningLine tells the client where to connect.
type listeningLine struct {
	Line  string `json:"line"`
	Round int    `json:"round"`
	Port  int    `json:"port"`
}

func (p *ioMix) play(r *round) error {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	r.asleep = time.Duration(p.Think) * time.Microsecond
	r.count(p.Connections, 0)
	r.until(p.Connections)
	r.begin()
	r.ready.Add(int(p.Connections))
	r.gone.Add(int(p.Connections))
	r.out.write(listeningLine{"listening", r.index, listener.Addr().(*net.TCPAddr).Port})
	unheard := p.Connections
	for i := 0; i < int(p.Connections); i++ {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go p.serve(r, i, connection, &unheard)
	}
	return r.time()
}

// serve echoes on one connection until the client closes it.
func (p *ioMix) serve(r *round, i int, connection net.Conn, unheard *int64) {
	defer r.gone.Done()
	defer connection.Close()
	message := make([]byte, messageBytes)
	if err := p.greet(r, connection, message, unheard); err != nil {
		r.fail(err)
		return
	}
	c := r.counter(i)
	for {
		if _, err := io.ReadFull(connection, message); err == io.EOF {
			break
		} else if err != nil {
			r.fail(err)
			return
		}
		if _, err := connection.Write(message); err != nil {
			r.fail(err)
			return
		}
		c.add(sumOfWords(message))
	}
	c.end()
	r.done()
}

// greet is the first echo, which isn't counted. The client begins when all have had theirs; the last one is held back
// until the counters are read and the clock with them, as the client's first requests would else come before it.
func (p *ioMix) greet(r *round, connection net.Conn, message []byte, unheard *int64) error {
	_, err := io.ReadFull(connection, message)
	r.ready.Done()
	if err != nil {
		return err
	}
	if atomic.AddInt64(unheard, -1) == 0 {
		<-r.gate
	}
	_, err = connection.Write(message)
	return err
}
