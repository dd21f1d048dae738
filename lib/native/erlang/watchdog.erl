%% Adds up from outside what the actors count, writes the progress lines, and sees when nothing moves.
-module(watchdog).
-export([start/4, stop/1]).
-include("mesh.hrl").

%% Looks every tick, and gives up after so many of them without progress. It counts ticks rather than time, so that a VM
%% that was stopped for a while isn't taken for a deadlock.
-define(PATIENT, 20).

%% Say is called with the deliveries of each look; the mesh's owner gets `stalled' when nothing moves.
start(Mesh, Say, Tick, Priority) ->
    spawn_opt(fun() -> look(Mesh, Say, Tick, -1, 0) end, [link, {priority, Priority}]).

stop(Watchdog) ->
    Monitor = monitor(process, Watchdog),
    Watchdog ! stop,
    receive
        {'DOWN', Monitor, process, Watchdog, _} -> ok
    end.

look(#mesh{owner = Owner}, _, _, _, ?PATIENT) ->
    Owner ! stalled;
look(#mesh{state = State, deliveries = Counters, actors = Actors} = Mesh, Say, Tick, Last, Still) ->
    receive
        stop -> ok
    after Tick ->
        Deliveries = lists:foldl(fun(I, Sum) -> Sum + counters:get(Counters, I) end, 0, lists:seq(1, Actors)),
        Say(Deliveries),
        Moved = Deliveries + atomics:get(State, ?RETIRED),
        Rests = Moved =/= Last orelse may_rest(Mesh),
        look(Mesh, Say, Tick, Moved, if Rests -> 0; true -> Still + 1 end)
    end.

%% Whether nothing has to move: outside the clock, and while the pacer waits with no token under way.
may_rest(#mesh{state = State, tokens = Tokens, open = Open}) ->
    Retired = atomics:get(State, ?RETIRED),
    atomics:get(State, ?MEASURING) =:= 0 orelse Retired =:= Tokens orelse
        (Open andalso atomics:get(State, ?STARTED) =:= Retired).
