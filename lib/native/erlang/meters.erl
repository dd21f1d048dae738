%% The process's counters.
-module(meters).
-export([read/0, since/1]).

%% Just before the clock starts.
read() ->
    {GcCount, _, _} = erlang:statistics(garbage_collection),
    #{rss => status(<<"VmRSS:">>), gc => GcCount, stat => stat()}.

%% The differences, by their names in the contract. What the system doesn't tell is left out; so are pauses, since
%% each process is collected alone and none of the others waits, and the allocated bytes, which the VM doesn't count.
since(#{rss := Rss, gc := GcBefore, stat := Before}) ->
    After = stat(),
    Threads = status(<<"Threads:">>),
    {GcCount, _, _} = erlang:statistics(garbage_collection),
    [{gc_count, GcCount - GcBefore}] ++
        [{Name, maps:get(Name, After) - maps:get(Name, Before)} || Name <- maps:keys(Before)] ++
        [{threads, Threads} || Threads > 0] ++
        [{idle_rss_bytes, Rss * 1024} || Rss > 0].

%% Of /proc/self/stat, since the VM has no getrusage: minor faults, and processor time in ticks, of which Linux has 100 a
%% second. Fields are counted after the name in parentheses, which may hold blanks.
stat() ->
    case file:read_file("/proc/self/stat") of
        {ok, Text} ->
            [_, Fields] = string:split(Text, ") ", trailing),
            Words = list_to_tuple(binary:split(Fields, <<" ">>, [global])),
            Number = fun(N) -> binary_to_integer(element(N - 2, Words)) end, % proc(5) counts the name as the 2nd
            #{minor_faults => Number(10), cpu_ns => (Number(14) + Number(15)) * 10000000};
        {error, _} ->
            #{}
    end.

%% A number of /proc/self/status, 0 if it isn't there.
status(Field) ->
    {ok, Text} =
        case file:read_file("/proc/self/status") of
            {error, _} -> {ok, <<>>};
            Read -> Read
        end,
    case re:run(Text, ["^", Field, "\\s*([0-9]+)"], [multiline, {capture, all_but_first, binary}]) of
        {match, [Digits]} -> binary_to_integer(Digits);
        nomatch -> 0
    end.
