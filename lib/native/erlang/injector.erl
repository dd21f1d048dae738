%% The process that sends the first tokens, at once or on a schedule.
-module(injector).
-export([prepare/2, run/3, offered/2, first/3]).
-include("mesh.hrl").

%% Closed loop: the tokens, ready to draw. Open loop: the intended starts, in nanoseconds after the clock's.
prepare(#mesh{open = false, tokens = Tokens}, #{seed := Seed, messages := Messages}) ->
    [first(K, Seed, Messages div Tokens + extra(K, Messages rem Tokens)) || K <- lists:seq(0, Tokens - 1)];
prepare(#mesh{open = true, tokens = Tokens}, #{seed := Seed, hops := Hops, rate := Rate}) ->
    {Schedule, _} = lists:mapfoldl(
        fun(K, Seconds) ->
            Next = Seconds - math:log(uniform(Seed, K)) * Hops / Rate,
            {trunc(Next * 1.0e9), Next}
        end,
        0.0,
        lists:seq(1, Tokens)
    ),
    Schedule.

extra(K, Longer) when K < Longer -> 1;
extra(_, _) -> 0.

%% Token K, before its first draw. Outside the clock bignums are good enough.
first(K, Seed, Left) ->
    {H, L} = u64:of_integer(Seed + (K + 1) * u64:gamma()),
    {SH, SL} = u64:mix(H, L),
    #token{state_high = SH, state_low = SL, left = Left}.

uniform(Seed, K) ->
    {H, L} = u64:of_integer(Seed bxor (K * u64:gamma())),
    {ZH, ZL} = u64:mix(H, L),
    ((u64:to_integer(ZH, ZL) bsr 11) + 0.5) / (1 bsl 53).

run(#mesh{open = false} = Mesh, _, Tokens) ->
    lists:foreach(fun(Token) -> actor:send(actor:draw(Token, Token#token.left), Mesh) end, Tokens);
run(Mesh, Parameters, Schedule) ->
    pace(Mesh, Parameters, 0, Schedule).

%% Sleeps until the next intended start; when late it sends at once.
pace(_, _, _, []) ->
    ok;
pace(#mesh{state = State} = Mesh, #{seed := Seed, hops := Hops} = Parameters, K, [Offset | Schedule]) ->
    Intended = atomics:get(State, ?EPOCH) + Offset,
    Started = wait(Intended),
    atomics:put(State, ?STARTED, K + 1),
    Token = first(K, Seed, Hops),
    actor:send(actor:draw(Token#token{start = {Intended, Started}}, Hops), Mesh),
    pace(Mesh, Parameters, K + 1, Schedule).

wait(Intended) ->
    case erlang:monotonic_time(nanosecond) of
        Now when Now >= Intended ->
            Now;
        Now ->
            timer:sleep((Intended - Now + 999999) div 1000000),
            wait(Intended)
    end.

%% The rate that the schedule asked for.
offered(#{messages := Messages}, Schedule) ->
    Messages / (lists:last(Schedule) / 1.0e9).
