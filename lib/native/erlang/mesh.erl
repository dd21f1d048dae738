%% The workload: a round from the first actor to the last.
-module(mesh).
-export([round/3]).
-include("mesh.hrl").

-define(TICK, 250). % ms

%% Gives {ok, Line}, or {deadlock, Retired, Tokens}. Say is called with the deliveries so far.
round(Index, Parameters, Say) ->
    garbage_collect(),
    Mesh = new(Parameters),
    Watchdog = watchdog:start(Mesh, Say, ?TICK, high),
    Begin = now_ns(),
    Actors = start(Mesh),
    StartNs = now_ns() - Begin,
    Plan = injector:prepare(Mesh, Parameters),
    Before = meters:read(),
    case measure(Mesh, Parameters, Plan) of
        stalled ->
            {deadlock, atomics:get(Mesh#mesh.state, ?RETIRED), Mesh#mesh.tokens};
        ElapsedNs ->
            Metrics = meters:since(Before) ++
                [{offered_per_s, injector:offered(Parameters, Plan)} || Mesh#mesh.open],
            {Sum, Deliveries} = finish(Actors),
            watchdog:stop(Watchdog),
            {ok, [
                {line, round}, {index, Index}, {answer, hex(Sum)}, {deliveries, Deliveries},
                {elapsed_ns, ElapsedNs}, {start_ns, StartNs}, {metrics, Metrics},
                {histograms, maps:from_list(hdr:all(Mesh#mesh.histograms))}
            ]}
    end.

new(#{actors := Actors, messages := Messages, inFlight := InFlight, rate := Rate, hops := Hops, payload := Payload} = P) ->
    Open = Rate > 0,
    {Mask, Hit} =
        case maps:get(record, P) of
            <<"all">> -> {0, 0};
            <<"64">> -> {63 bsl 8, 0};
            <<"off">> -> {0, 1}
        end,
    Work = maps:get(work, P),
    #mesh{
        actors = Actors, favoured = max(1, Actors div 100), skew = maps:get(skew, P),
        work = Work, tail = maps:get(tail, P), words = Payload div 8,
        retain = if Payload > 0 -> maps:get(retain, P); true -> 0 end,
        open = Open, mask = Mask, hit = Hit,
        %% Tokens beyond the messages would have no hop to make.
        tokens = if Open -> Messages div Hops; true -> min(InFlight, Messages) end,
        %% Counters of neighbours share a cache line: only slow hops show each delivery.
        unseen = if Work =:= 0, Payload =< 4096 -> 15; true -> 0 end,
        deliveries = counters:new(Actors, []), state = atomics:new(4, [{signed, true}]),
        histograms = hdr:new(), owner = self()
    }.

%% Makes the actors and waits until each has acknowledged a message.
start(#mesh{actors = N} = Mesh) ->
    Actors = [spawn_link(actor, run, [Self, Mesh]) || Self <- lists:seq(0, N - 1)],
    persistent_term:put(mesh, list_to_tuple(Actors)),
    [Actor ! {hello, self()} || Actor <- Actors],
    [receive hello -> ok end || _ <- Actors],
    Actors.

%% The nanoseconds, or stalled.
measure(#mesh{state = State} = Mesh, Parameters, Plan) ->
    Injector = spawn_link(fun() ->
        receive
            go -> injector:run(Mesh, Parameters, Plan)
        end
    end),
    atomics:put(State, ?MEASURING, 1),
    Epoch = now_ns(),
    atomics:put(State, ?EPOCH, Epoch),
    Injector ! go,
    receive
        {finished, End} ->
            atomics:put(State, ?MEASURING, 0),
            End - Epoch;
        stalled ->
            stalled
    end.

%% Ends the actors, and waits until they are gone.
finish(Actors) ->
    Monitors = [monitor(process, Actor) || Actor <- Actors],
    [Actor ! {goodbye, self()} || Actor <- Actors],
    Sums = [receive {sum, Sum, Delivered} -> {Sum, Delivered} end || _ <- Actors],
    [receive {'DOWN', Monitor, process, _, _} -> ok end || Monitor <- Monitors],
    persistent_term:erase(mesh),
    {lists:sum([Sum || {Sum, _} <- Sums]), lists:sum([Delivered || {_, Delivered} <- Sums])}.

hex(Sum) ->
    iolist_to_binary(io_lib:format("~16.16.0b", [Sum band 16#ffffffffffffffff])).

now_ns() ->
    erlang:monotonic_time(nanosecond).
