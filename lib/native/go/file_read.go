package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// fileRead is calls that block: tasks that read whole files.
type fileRead struct {
	Files int64  `json:"files"`
	Size  int64  `json:"size"`
	Seed  string `json:"seed"`

	seed uint64
}

func newFileRead() workload { return &fileRead{Files: missing, Size: missing} }

func (p *fileRead) units() int64 { return p.Files }

func (p *fileRead) notes() map[string]string {
	return map[string]string{"read": "os.ReadFile: it blocks its thread, whose processor the runtime gives to another when it lasts; " +
		"the files were just written, so they come from the page cache"}
}

func (p *fileRead) check() (err error) {
	if err := within(number{"files", p.Files, 1, 1 << 24}, number{"size", p.Size, 0, 1 << 31}); err != nil {
		return err
	}
	if p.Size%8 != 0 {
		return fmt.Errorf("size is %d, not a multiple of 8", p.Size)
	}
	p.seed, err = seedOf(p.Seed)
	return err
}

func (p *fileRead) play(r *round) error {
	r.countTasks(p.Files)
	r.begin()
	folder, err := files.make()
	if err != nil {
		return err
	}
	defer files.remove()
	for i := int64(0); i < p.Files; i++ {
		if err := p.write(fileIn(folder, int(i)), p.seed+uint64(i)<<32); err != nil {
			return err
		}
	}
	r.started = time.Now()
	r.each(func(i int) uint64 {
		text, err := os.ReadFile(fileIn(folder, i))
		if err != nil {
			r.fail(err)
		}
		return sumOfWords(text)
	})
	return r.time()
}

func fileIn(folder string, i int) string {
	return filepath.Join(folder, strconv.Itoa(i))
}

func (p *fileRead) write(name string, first uint64) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriterSize(file, 1<<16)
	var word [8]byte
	for j := uint64(0); j < uint64(p.Size)/8; j++ {
		binary.LittleEndian.PutUint64(word[:], mix(first+j))
		buffer.Write(word[:]) // Flush tells of an error
	}
	if err := buffer.Flush(); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

func sumOfWords(text []byte) (sum uint64) {
	for ; len(text) >= 8; text = text[8:] {
		sum += binary.LittleEndian.Uint64(text)
	}
	return sum
}

// files is the round's folder. A cancelled program must leave none behind, hence outside the round.
var files temporary

type temporary struct {
	lock   sync.Mutex
	folder string
}

func (t *temporary) make() (folder string, err error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.folder, err = os.MkdirTemp("", "interleave-file-read-")
	return t.folder, err
}

func (t *temporary) remove() {
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.folder != "" {
		os.RemoveAll(t.folder)
		t.folder = ""
	}
}

// abandon is for the cancellation, while files may still be written and read: those who do so find them gone, fail, and wait
// for the lock, which is kept until the process ends.
func (t *temporary) abandon() {
	t.lock.Lock()
	if t.folder == "" {
		return
	}
	gone := t.folder + ".gone"
	if os.Rename(t.folder, gone) == nil {
		os.RemoveAll(gone)
	}
}
