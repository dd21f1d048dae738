%% Histograms in HdrHistogram's layout for a lowest value of 1 and three significant digits: 2,048 buckets of width 1, then
%% for each further power of two 1,024 buckets, twice as wide as the last ones.
%%
%% They are `counters' with write_concurrency: an array for each scheduler, so that nothing is shared in a hop.
-module(hdr).
-export([new/0, record/3, all/1, bucket/1, lowest/1]).

-define(HIGHEST, 3600000000000).
-define(BUCKETS, 33792).
-define(KINDS, [hop, hop_drain, token, token_uncorrected, pacer_late]).

new() ->
    counters:new(length(?KINDS) * ?BUCKETS, [write_concurrency]).

record(Counters, Kind, Ns) ->
    counters:add(Counters, offset(Kind) + bucket(Ns), 1).

offset(hop) -> 1;
offset(hop_drain) -> 1 + ?BUCKETS;
offset(token) -> 1 + 2 * ?BUCKETS;
offset(token_uncorrected) -> 1 + 3 * ?BUCKETS;
offset(pacer_late) -> 1 + 4 * ?BUCKETS.

%% Of each kind that was recorded its name and [[Value, Count]], ascending.
all(Counters) ->
    [{Kind, Pairs} || Kind <- ?KINDS, (Pairs = pairs(Counters, offset(Kind))) =/= []].

pairs(Counters, Offset) ->
    [
        [lowest(Bucket), Count]
     || Bucket <- lists:seq(0, ?BUCKETS - 1), (Count = counters:get(Counters, Offset + Bucket)) > 0
    ].

bucket(Ns) when Ns < 0 -> 0;
bucket(Ns) when Ns < 2048 -> Ns;
bucket(Ns) when Ns > ?HIGHEST -> bucket(?HIGHEST);
bucket(Ns) ->
    Shift = shift(Ns bsr 11, 0),
    (Shift bsl 10) + (Ns bsr Shift).

shift(0, N) -> N;
shift(Rest, N) when Rest >= 256 -> shift(Rest bsr 8, N + 8);
shift(Rest, N) -> shift(Rest bsr 1, N + 1).

%% The smallest value of a bucket.
lowest(Bucket) when Bucket < 2048 -> Bucket;
lowest(Bucket) ->
    Shift = (Bucket bsr 10) - 1,
    (Bucket - (Shift bsl 10)) bsl Shift.
