package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The variants beside are built of these sources too.
func TestManifestsListTheWorkloads(t *testing.T) {
	for _, folder := range []string{".", "../go-1.22", "../gccgo"} {
		text, err := os.ReadFile(filepath.Join(folder, "runtime.json"))
		if err != nil {
			t.Fatal(err)
		}
		var manifest struct {
			Workloads     []string
			NotApplicable map[string]string `json:"not_applicable"`
		}
		if err := json.Unmarshal(text, &manifest); err != nil {
			t.Fatal(err)
		}
		if len(manifest.Workloads) != len(workloads) {
			t.Errorf("%s: %d workloads listed, of %d", folder, len(manifest.Workloads), len(workloads))
		}
		for _, name := range manifest.Workloads {
			if workloads[name] == nil {
				t.Errorf("%s: %s is listed and not written", folder, name)
			}
		}
		for _, refused := range []string{"way=await", "way=block-on", "way=offload", "place=blocking"} {
			if manifest.NotApplicable[refused] == "" {
				t.Errorf("%s: %s is refused and not listed", folder, refused)
			}
		}
	}
}
