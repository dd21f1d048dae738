%% The runtime `erlang': processes and their mailboxes, speaking the contract of ../CONTRACT.md.
%%
%%   start         the command line: schedulers
%%   door.erl      one request in, lines out, an exit status; the end of input
%%   wire.erl      JSON, as far as the contract needs it
%%   request.erl   what a request may say, and its check
%%   mesh.erl      the workload: a round from the first actor to the last; mesh.hrl is what its actors share
%%   actor.erl     the hop
%%   injector.erl  the process that sends the first tokens, at once or on a schedule
%%   u64.erl       unsigned 64-bit arithmetic on two halves
%%   hdr.erl       histograms in HdrHistogram's layout
%%   watchdog.erl  progress from outside, and the end of a run that makes none
%%   meters.erl    processor time, collections, faults, memory
-module(door).
-export([start/0, serve/2]).

-define(FAILED, 1).
-define(REFUSED, 2).
-define(CANCELLED, 130).

start() ->
    ok = io:setopts(standard_io, [binary, {encoding, latin1}]), % UTF-8 passes through byte by byte
    case io:get_line("") of
        Line when is_binary(Line), binary_part(Line, byte_size(Line), -1) =:= <<"\n">> ->
            Serving = spawn(fun() -> halt(serve(Line, fun write/1)) end),
            monitor(process, Serving),
            wait_for_the_end(self());
        _ ->
            halt(?CANCELLED)
    end.

%% The end of standard input is the cancellation, wherever the run is; a crash that nobody caught is an error.
wait_for_the_end(Door) ->
    spawn_opt(fun() -> drain(Door) end, [{priority, max}]),
    receive
        {'DOWN', _, process, _, Reason} ->
            write(failure(failed, iolist_to_binary(io_lib:format("~0p", [Reason])))),
            halt(?FAILED);
        ended ->
            halt(?CANCELLED, [{flush, false}])
    end.

drain(Door) ->
    case io:get_line("") of
        Line when is_binary(Line) -> drain(Door);
        _ -> Door ! ended
    end.

%% Runs one request and gives the exit status; Write takes a line.
serve(Text, Write) ->
    try request:parse(Text) of
        #{warmup := Warmup, iterations := Iterations} = Request ->
            Write(hello()),
            rounds(0, Warmup + Iterations, Request, Write)
    catch
        throw:{refused, Why} ->
            Write(failure(refused, Why)),
            ?REFUSED
    end.

rounds(Count, Count, _, Write) ->
    Write([{line, done}]),
    0;
rounds(Index, Count, #{messages := Messages} = Request, Write) ->
    Say = fun(Deliveries) -> Write([{line, progress}, {round, Index}, {deliveries, Deliveries}]) end,
    case mesh:round(Index, Request, Say) of
        {ok, Line} ->
            case proplists:get_value(deliveries, Line) of
                Messages ->
                    Write(Line),
                    rounds(Index + 1, Count, Request, Write);
                Other ->
                    Write(failure(failed, iolist_to_binary(io_lib:format("~b messages were delivered, not ~b", [Other, Messages])))),
                    ?FAILED
            end;
        {deadlock, Retired, Tokens} ->
            Why = io_lib:format("no message was delivered and no token retired for 5 s; ~b of ~b tokens were retired", [Retired, Tokens]),
            Write(failure(deadlock, iolist_to_binary(Why))),
            ?FAILED
    end.

write(Line) ->
    ok = io:put_chars([wire:encode(Line), $\n]).

failure(Kind, Message) ->
    [{line, error}, {kind, Kind}, {message, Message}].

hello() ->
    [
        {line, hello}, {contract, 1}, {runtime, erlang},
        {version, iolist_to_binary(["OTP ", erlang:system_info(otp_release), ", ERTS ", erlang:system_info(version)])},
        {workers, erlang:system_info(schedulers)},
        {notes, [
            {clock, iolist_to_binary(io_lib:format("erlang:monotonic_time, ~b ns a read; it may be slewed to follow the system's", [cost_of_clock()]))},
            {timer, <<"receive … after: whole milliseconds, rounded up">>},
            {allocator, <<"the VM's own, a few for each scheduler; each process has its heap and is collected alone">>},
            {mailbox, <<"the process's own: unbounded, a send never waits and copies the message">>},
            {message, <<"a tuple of 10 words; its payload a binary, which is shared and counted when above 64 bytes">>},
            {arithmetic, <<"two 32-bit halves in small integers: numbers beyond 60 bits would be bignums on the heap">>},
            {meters, <<"processor time from /proc/self/stat, in ticks of 10 ms; collections are those of all processes">>},
            {schedulers, <<"idle ones spin for a while before they sleep (+sbwt, at its default): that counts as processor time">>},
            {record, <<"counters with write_concurrency: an array for each scheduler">>}
        ]}
    ].

%% In a loop, in nanoseconds: the best of a few, as interruptions only add.
cost_of_clock() ->
    Reads = 10000,
    Once = fun() ->
        Before = erlang:monotonic_time(nanosecond),
        [erlang:monotonic_time(nanosecond) || _ <- lists:seq(1, Reads)],
        erlang:monotonic_time(nanosecond) - Before
    end,
    lists:min([Once() || _ <- lists:seq(1, 5)]) div Reads.
