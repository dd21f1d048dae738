%% The yardstick: the actor mesh as a bare Erlang program, with nothing around it.
%%
%% No contract, no recording, no watchdog, no count of deliveries. What the runtime in ../../erlang measures with recording
%% off is held against this program, so nothing here may be slower than a straightforward program has to be.
%%
%% One line a timed round on standard output: the answer and the nanoseconds it took.
-module(bare).
-export([main/0, round/5]).

-define(LOW32, 16#ffffffff).

main() ->
    Flags = maps:merge(
        #{
            "--actors" => 10000, "--messages" => 1000000, "--in-flight" => 1000, "--mailbox" => 0, "--payload" => 0,
            "--seed" => 42, "--warmup" => 2, "--iterations" => 5
        },
        flags(init:get_plain_arguments())
    ),
    #{"--actors" := Actors, "--messages" := Messages, "--in-flight" := InFlight, "--payload" := Payload} = Flags,
    #{"--warmup" := Warmup, "--iterations" := Iterations, "--seed" := Seed} = Flags,
    case Actors < 1 orelse InFlight < 1 orelse Payload rem 8 > 0 orelse maps:get("--mailbox", Flags) > 0 of
        true ->
            io:put_chars(standard_error, "a number is out of range; a mailbox has no bound\n"),
            halt(2);
        false ->
            Results = [round(Actors, Messages, min(InFlight, Messages), Payload div 8, Seed) || _ <- lists:seq(1, Warmup + Iterations)],
            [io:format("~16.16.0b ~b~n", [Answer, Ns]) || {Answer, Ns} <- lists:nthtail(Warmup, Results)],
            halt(0)
    end.

flags([Name, Value | Rest]) -> (flags(Rest))#{Name => list_to_integer(Value)};
flags([]) -> #{}.

%% Actors start and acknowledge, the clock runs until the last token retires, actors end.
round(N, Messages, Tokens, Words, Seed) ->
    Retired = atomics:new(1, []),
    Owner = self(),
    %% No links: -s runs this in a process that traps exits, and each receive would walk past all their messages.
    Spawned = [spawn_monitor(fun() -> actor(Self, N, Words, Retired, Tokens, Owner) end) || Self <- lists:seq(0, N - 1)],
    {Actors, Monitors} = lists:unzip(Spawned),
    persistent_term:put(bare, list_to_tuple(Actors)),
    [Actor ! hello || Actor <- Actors],
    [receive hello -> ok end || _ <- Actors],
    First = [first(K, Seed, Messages div Tokens, Messages rem Tokens) || K <- lists:seq(0, Tokens - 1)],
    Start = erlang:monotonic_time(nanosecond),
    spawn_link(fun() -> [send(H, L, Left, N, Words, persistent_term:get(bare)) || {H, L, Left} <- First] end),
    End =
        receive
            {finished, Time} -> Time;
            {'DOWN', _, process, _, Reason} -> error(Reason)
        end,
    [Actor ! goodbye || Actor <- Actors],
    Sum = lists:sum([receive {sum, H, L} -> (H bsl 32) bor L end || _ <- Actors]),
    [receive {'DOWN', Monitor, process, _, _} -> ok end || Monitor <- Monitors],
    {Sum band 16#ffffffffffffffff, End - Start}.

first(K, Seed, Hops, Longer) ->
    State = Seed + (K + 1) * 16#9e3779b97f4a7c15,
    {H, L} = mix((State bsr 32) band ?LOW32, State band ?LOW32),
    {H, L, if K < Longer -> Hops + 1; true -> Hops end}.

actor(Self, N, Words, Retired, Tokens, Owner) ->
    receive
        hello -> Owner ! hello
    end,
    loop(Self, 0, 0, N, Words, Retired, Tokens, Owner, persistent_term:get(bare)).

loop(Self, H, L, N, Words, Retired, Tokens, Owner, Table) ->
    receive
        {StateH, StateL, ZH, ZL, Left, Payload} ->
            {H1, L1} = consume(Payload, H, L),
            {MH, ML} = mix(ZH, ZL bxor Self),
            {H2, L2} = add(H1, L1, MH, ML),
            case Left of
                1 ->
                    atomics:add_get(Retired, 1, 1) =:= Tokens andalso
                        (Owner ! {finished, erlang:monotonic_time(nanosecond)});
                _ ->
                    send(StateH, StateL, Left - 1, N, Words, Table)
            end,
            loop(Self, H2, L2, N, Words, Retired, Tokens, Owner, Table);
        goodbye ->
            Owner ! {sum, H, L}
    end.

consume(<<WH:32, WL:32, Rest/binary>>, H, L) ->
    {H1, L1} = add(H, L, WH, WL),
    consume(Rest, H1, L1);
consume(<<>>, H, L) ->
    {H, L}.

%% Draws a token's next hop, fills its payload and sends it.
send(StateH, StateL, Left, N, Words, Table) ->
    {H, L} = add(StateH, StateL, 16#9e3779b9, 16#7f4a7c15),
    {ZH, ZL} = mix(H, L),
    Payload =
        case Words of
            0 -> <<>>;
            _ -> binary:copy(<<ZH:32, ZL:32>>, Words)
        end,
    element(((ZH * N) bsr 32) + 1, Table) ! {H, L, ZH, ZL, Left, Payload}.

%% 64-bit numbers are two halves of 32 bits: beyond 60 bits they would be bignums.
add(H1, L1, H2, L2) ->
    L = L1 + L2,
    {(H1 + H2 + (L bsr 32)) band ?LOW32, L band ?LOW32}.

mix(H0, L0) ->
    L1 = L0 bxor (((H0 bsl 2) band ?LOW32) bor (L0 bsr 30)),
    {H2, L2} = multiply(H0 bxor (H0 bsr 30), L1, 16#bf58476d, 16#1ce4e5b9),
    L3 = L2 bxor (((H2 bsl 5) band ?LOW32) bor (L2 bsr 27)),
    {H4, L4} = multiply(H2 bxor (H2 bsr 27), L3, 16#94d049bb, 16#133111eb),
    {H4 bxor (H4 bsr 31), L4 bxor (((H4 bsl 1) band ?LOW32) bor (L4 bsr 31))}.

multiply(H, L, CH, CL) ->
    L0 = L band 16#ffff,
    L1 = L bsr 16,
    P1 = L1 * CL,
    Low = L0 * CL + ((P1 band 16#ffff) bsl 16),
    High =
        (Low bsr 32) + (P1 bsr 16) +
            (H band 16#ffff) * CL + ((((H bsr 16) * CL) band 16#ffff) bsl 16) +
            L0 * CH + (((L1 * CH) band 16#ffff) bsl 16),
    {High band ?LOW32, Low band ?LOW32}.
