%% The hop.
-module(actor).
-export([run/2, send/2, draw/2]).
-include("mesh.hrl").

-define(LOW32, 16#ffffffff).
-define(unread, none). % a clock that hasn't been read in this hop

%% The process. Before the clock it acknowledges a message, at the end it hands over its sum.
run(Self, Mesh) ->
    receive
        {hello, From} -> From ! hello
    end,
    %% Only now are all actors there.
    loop(Self, 0, 0, 0, {0, queue:new()}, Mesh, persistent_term:get(mesh)).

%% What an actor keeps between hops are arguments: a record would be built anew in each.
loop(Self, High, Low, Delivered, Kept, Mesh, Table) ->
    receive
        #token{payload = Payload} = Token ->
            Count = Delivered + 1,
            Count band Mesh#mesh.unseen =:= 0 andalso counters:put(Mesh#mesh.deliveries, Self + 1, Count),
            {H, L} = hop(Token, Self, High, Low, Mesh, Table),
            loop(Self, H, L, Count, keep(Payload, Mesh, Kept), Mesh, Table);
        {goodbye, From} ->
            counters:put(Mesh#mesh.deliveries, Self + 1, Delivered),
            From ! {sum, u64:to_integer(High, Low), Delivered}
    end.

hop(#token{z_high = ZH, z_low = ZL} = Token, Self, H0, L0, #mesh{mask = Mask, hit = Hit} = Mesh, Table) ->
    Received =
        case ZL band Mask of
            Hit -> record_hop(Token, Mesh);
            _ -> ?unread
        end,
    {MH, ML} = u64:mix(ZH, ZL bxor Self),
    Sum = consume(Token#token.payload, u64:add(H0, L0, MH, ML)),
    case Mesh#mesh.work of
        0 ->
            forward(Token, Mesh, Table, Received),
            Sum;
        _ ->
            Worked = work(Mesh, ZH, ZL, Sum),
            forward(Token, Mesh, Table, ?unread), % work is no latency: the stamp is read after it
            Worked
    end.

record_hop(#token{stamp = Stamp}, #mesh{histograms = Histograms, state = State, open = Open}) ->
    Now = erlang:monotonic_time(nanosecond),
    Kind =
        case not Open andalso atomics:get(State, ?RETIRED) > 0 of
            true -> hop_drain;
            false -> hop
        end,
    hdr:record(Histograms, Kind, Now - Stamp),
    Now.

consume(<<High:32, Low:32, Rest/binary>>, {H, L}) ->
    consume(Rest, u64:add(H, L, High, Low));
consume(<<>>, Sum) ->
    Sum.

work(#mesh{work = Work, tail = Tail}, ZH, ZL, {H, L}) ->
    Rounds =
        case Tail of
            0 -> Work;
            1 -> Work bsl trailing_zeros((ZL bsr 16) bor (ZH bsl 16) bor (1 bsl 12))
        end,
    {XH, XL} = u64:mix(ZH, ZL, Rounds),
    u64:add(H, L, XH, XL).

trailing_zeros(N) when N band 1 =:= 1 -> 0;
trailing_zeros(N) -> 1 + trailing_zeros(N bsr 1).

forward(#token{left = 1} = Token, Mesh, _, _) ->
    retire(Token, Mesh);
forward(#token{left = Left} = Token, Mesh, Table, Now) ->
    Drawn = draw(Token, Left - 1),
    element(destination(Drawn, Mesh) + 1, Table) ! load(stamped(Drawn, Mesh, Now), Mesh).

%% Sends a token that was drawn; for those who aren't actors.
send(Token, #mesh{} = Mesh) ->
    element(destination(Token, Mesh) + 1, persistent_term:get(mesh)) ! load(stamped(Token, Mesh, ?unread), Mesh).

%% Moves a token's generator on by a hop; Left are those that it then has before it.
draw(#token{state_high = H, state_low = L} = Token, Left) ->
    {H1, L1} = u64:add(H, L, 16#9e3779b9, 16#7f4a7c15),
    {ZH, ZL} = u64:mix(H1, L1),
    Token#token{state_high = H1, state_low = L1, z_high = ZH, z_low = ZL, left = Left}.

stamped(#token{z_low = ZL} = Token, #mesh{mask = Mask, hit = Hit}, Now) ->
    case ZL band Mask of
        Hit when Now =:= ?unread -> Token#token{stamp = erlang:monotonic_time(nanosecond)};
        Hit -> Token#token{stamp = Now};
        _ -> Token
    end.

destination(#token{z_high = ZH, z_low = ZL}, #mesh{skew = Skew, favoured = Favoured}) when ZL band 255 < Skew ->
    (ZH * Favoured) bsr 32;
destination(#token{z_high = ZH}, #mesh{actors = Actors}) ->
    (ZH * Actors) bsr 32.

load(Token, #mesh{words = 0}) ->
    Token;
load(#token{z_high = ZH, z_low = ZL} = Token, #mesh{words = Words}) ->
    Token#token{payload = binary:copy(<<ZH:32, ZL:32>>, Words)}.

keep(_, #mesh{retain = 0}, Kept) ->
    Kept;
keep(Payload, #mesh{retain = Retain}, {Retain, Kept}) ->
    {Retain, queue:in(Payload, queue:drop(Kept))};
keep(Payload, _, {Held, Kept}) ->
    {Held + 1, queue:in(Payload, Kept)}.

%% Only here does a hop touch what others write.
retire(#token{start = Start}, #mesh{state = State, tokens = Tokens, open = Open} = Mesh) ->
    Retired = atomics:add_get(State, ?RETIRED, 1),
    Last = Retired =:= Tokens,
    if
        Open ->
            Now = erlang:monotonic_time(nanosecond),
            {Intended, Started} = Start,
            Histograms = Mesh#mesh.histograms,
            hdr:record(Histograms, token, Now - Intended),
            hdr:record(Histograms, token_uncorrected, Now - Started),
            hdr:record(Histograms, pacer_late, Started - Intended),
            Last andalso (Mesh#mesh.owner ! {finished, Now});
        Last ->
            Mesh#mesh.owner ! {finished, erlang:monotonic_time(nanosecond)};
        true ->
            ok
    end.
