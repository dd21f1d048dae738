package main

// workload is one of ../WORKLOADS.md by its parameters. A file of its name holds it.
type workload interface {
	// check says what can't be run.
	check() error
	// units is how many of them a round has to count.
	units() int64
	// play runs a round. It leaves the answer in the round's tallies, slots or answer.
	play(r *round) error
	// notes are for the hello: what a reader must know to judge the numbers.
	notes() map[string]string
}

// workloads gives each by its name, with all its numbers missing.
var workloads = map[string]func() workload{
	"actor-mesh": newActorMesh,
	"channel":    newChannel,
	"colour":     newColour,
	"compute":    newCompute,
	"deep-await": newDeepAwait,
	"deep-stack": newDeepStack,
	"fan-in":     newFanIn,
	"fan-out":    newFanOut,
	"ffi":        newFfi,
	"file-read":  newFileRead,
	"hog":        newHog,
	"idle-tasks": newIdleTasks,
	"ping-pong":  newPingPong,
	"ring":       newRing,
	"spawn":      newSpawn,
	"timers":     newTimers,
}
