-module(tests).
-include_lib("eunit/include/eunit.hrl").
-include("../mesh.hrl").

defaults() ->
    #{
        actors => 10000, messages => 1000000, inFlight => 1000, mailbox => 0, payload => 0, retain => 0, work => 0,
        tail => 0, skew => 0, rate => 0, hops => 20, record => <<"all">>, seed => 42
    }.

small() ->
    (defaults())#{actors => 100, messages => 20000, inFlight => 70}.

play(Parameters) ->
    {ok, Line} = mesh:round(0, Parameters, fun(_) -> ok end),
    maps:from_list(Line).

hops(Line) ->
    count(Line, hop) + count(Line, hop_drain).

count(#{histograms := Histograms}, Kind) ->
    lists:sum([Count || [_, Count] <- maps:get(Kind, Histograms, [])]).

vectors_test_() ->
    {ok, Text} = file:read_file("../vectors/actor-mesh.json"),
    {timeout, 60, [
        ?_test(vector(Parameters, Answer, Variant))
     || #{<<"parameters">> := #{<<"messages">> := Messages} = Parameters, <<"answer">> := Answer} <- wire:decode(Text),
        Messages =< 20000,
        Variant <- [#{}, #{record => <<"64">>}, #{record => <<"off">>}, #{retain => 3}]
    ]}.

vector(Changes, Answer, Variant) ->
    Named = maps:from_list([{binary_to_atom(Name), Value} || {Name, Value} <- maps:to_list(Changes)]),
    Seed = binary_to_integer(maps:get(seed, Named)),
    Parameters = maps:merge(maps:merge(defaults(), Named), Variant#{seed => Seed, mailbox => 0}),
    Line = play(Parameters),
    ?assertEqual({Answer, maps:get(messages, Parameters)}, {maps:get(answer, Line), maps:get(deliveries, Line)}).

tokens_without_hops_are_not_missed_test() ->
    ?assertMatch(#{deliveries := 3}, play((defaults())#{actors => 5, messages => 3, inFlight => 9})).

every_hop_is_recorded_once_test_() ->
    {timeout, 60, [
        ?_test(begin
            Line = play(maps:merge(small(), Changes)),
            ?assertEqual(Hops, hops(Line)),
            ?assertEqual(Drained, count(Line, hop_drain) > 0),
            [?assertEqual(Tokens, count(Line, Kind)) || Kind <- [token, token_uncorrected, pacer_late]]
        end)
     || {Changes, Hops, Tokens, Drained} <- [
            {#{}, 20000, 0, true},
            {#{work => 5, payload => 64}, 20000, 0, true},
            {#{record => <<"off">>}, 0, 0, false},
            {#{rate => 1000000}, 20000, 1000, false},
            {#{rate => 1000000, record => <<"off">>}, 0, 1000, false}
        ]
    ]}.

%% One hop in 64 is the same as in every language: by the bits of z.
sample_test() ->
    Of = fun
        Of(#token{left = 0}) -> 0;
        Of(#token{left = Left} = Token) ->
            Drawn = actor:draw(Token, Left - 1),
            Of(Drawn) + if Drawn#token.z_low band 16#3f00 =:= 0 -> 1; true -> 0 end
    end,
    Left = fun(K) when K < 20000 rem 70 -> 20000 div 70 + 1; (_) -> 20000 div 70 end,
    Expected = lists:sum([Of(injector:first(K, 42, Left(K))) || K <- lists:seq(0, 69)]),
    ?assertEqual(Expected, hops(play((small())#{record => <<"64">>}))).

mix_is_that_of_whole_numbers_test() ->
    Mask = 16#ffffffffffffffff,
    Whole = fun(Z0) ->
        Z1 = ((Z0 bxor (Z0 bsr 30)) * 16#bf58476d1ce4e5b9) band Mask,
        Z2 = ((Z1 bxor (Z1 bsr 27)) * 16#94d049bb133111eb) band Mask,
        Z2 bxor (Z2 bsr 31)
    end,
    Halves = fun(Z) ->
        {H, L} = u64:of_integer(Z),
        {H1, L1} = u64:mix(H, L),
        u64:to_integer(H1, L1)
    end,
    [?assertEqual(Whole(Z), Halves(Z)) || Z <- [0, 1, 16#ffffffff, 16#100000000, 1 bsl 63, Mask]],
    lists:foldl(fun(_, Z) -> ?assertEqual(Whole(Z), Halves(Z)), Whole(Z) end, 42, lists:seq(1, 10000)).

buckets_are_hdr_histograms_test() ->
    Highest = 3600000000000,
    [
        ?assertEqual(Lowest, hdr:lowest(hdr:bucket(Value)))
     || {Value, Lowest} <- [
            {0, 0}, {2047, 2047}, {2048, 2048}, {2049, 2048}, {4095, 4094}, {4099, 4096}, {1000000, 999936},
            {Highest, 1676 bsl 31}, {1 bsl 62, 1676 bsl 31}, {-1, 0}
        ]
    ],
    [
        ?assertEqual({Bucket, Bucket - 1}, {hdr:bucket(hdr:lowest(Bucket)), hdr:bucket(hdr:lowest(Bucket) - 1)})
     || Bucket <- lists:seq(1, hdr:bucket(Highest))
    ].

json_test() ->
    Text = <<"{\"a\" : [1, -2.5, 3e2, true, null, {}], \"b\\n\\u00e9\":\"\\\"x\\\\\"}\n">>,
    ?assertEqual(
        #{<<"a">> => [1, -2.5, 300.0, true, null, #{}], <<"b\n", "é"/utf8>> => <<"\"x\\">>}, wire:decode(Text)
    ),
    [?assertError(badarg, wire:decode(Bad)) || Bad <- [<<>>, <<"what?">>, <<"{\"a\":1,}">>, <<"{\"a\" 1}">>, <<"[1 2]">>, <<"\"">>, <<"1 1">>]],
    Value = #{<<"x">> => [[1, 2], [], <<"a\"\\\n">>]},
    ?assertEqual(Value, wire:decode(iolist_to_binary(wire:encode(Value)))).

refusals_test() ->
    Names = [{atom_to_binary(Name), Value} || {Name, Value} <- maps:to_list((defaults())#{seed => <<"42">>, message => <<"reused">>})],
    Parameters = maps:from_list(Names),
    Request = #{
        <<"contract">> => 1, <<"workload">> => <<"actor-mesh">>, <<"warmup">> => 0, <<"iterations">> => 1,
        <<"settings">> => #{<<"workers">> => 0}, <<"parameters">> => Parameters
    },
    Parse = fun(Map) -> request:parse(iolist_to_binary(wire:encode(Map))) end,
    ?assertMatch(#{iterations := 1, seed := 42}, Parse(Request)),
    [
        ?assertThrow({refused, _}, Parse(Request#{<<"parameters">> => Parameters#{Name => Value}}))
     || {Name, Value} <- [
            {<<"actors">>, 0}, {<<"mailbox">>, 64}, {<<"payload">>, 7}, {<<"hops">>, 0}, {<<"record">>, <<"some">>},
            {<<"message">>, <<"fresh">>}, {<<"seed">>, <<"-1">>}, {<<"seed">>, 42}, {<<"unheard">>, 1}
        ]
    ],
    [
        ?assertThrow({refused, _}, Parse(Request#{Name => Value}))
     || {Name, Value} <- [
            {<<"contract">>, 2}, {<<"workload">>, <<"ring">>}, {<<"iterations">>, 0}, {<<"unheard">>, 1},
            {<<"settings">>, #{<<"workers">> => 1000}}, {<<"parameters">>, 1}
        ]
    ].

%% 100 ms after the last movement; while the pacer waits, never.
watchdog_test() ->
    Mesh = #mesh{
        actors = 3, tokens = 9, open = true, owner = self(), deliveries = counters:new(3, []), state = atomics:new(4, [])
    },
    atomics:put(Mesh#mesh.state, ?MEASURING, 1),
    Test = self(),
    watchdog:start(Mesh, fun(Deliveries) -> Test ! Deliveries end, 5, normal),
    [receive 0 -> ok end || _ <- lists:seq(1, 30)],
    receive stalled -> error(too_early) after 0 -> ok end,
    counters:put(Mesh#mesh.deliveries, 2, 7),
    atomics:put(Mesh#mesh.state, ?STARTED, 4),
    receive stalled -> ok after 5000 -> error(too_late) end,
    receive 7 -> ok after 0 -> error(no_progress) end.
