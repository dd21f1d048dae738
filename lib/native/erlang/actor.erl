%% The hop.
-module(actor).
-export([run/2, send/2, draw/1]).
-include("mesh.hrl").

-define(LOW32, 16#ffffffff).
-define(unread, none). % a clock that hasn't been read in this hop

%% What an actor keeps between hops.
-record(actor, {self, high = 0, low = 0, delivered = 0, kept = queue:new(), held = 0}).

%% The process. Before the clock it acknowledges a message, at the end it hands over its sum.
run(Self, Mesh) ->
    receive
        {hello, From} -> From ! hello
    end,
    %% Only now are all actors there.
    loop(#actor{self = Self}, Mesh, persistent_term:get(mesh)).

loop(Actor, Mesh, Table) ->
    receive
        #token{} = Token ->
            loop(hop(Token, Actor, Mesh, Table), Mesh, Table);
        {goodbye, From} ->
            counters:put(Mesh#mesh.deliveries, Actor#actor.self + 1, Actor#actor.delivered),
            From ! {sum, u64:to_integer(Actor#actor.high, Actor#actor.low), Actor#actor.delivered}
    end.

hop(#token{z_high = ZH, z_low = ZL} = Token, #actor{self = Self} = Actor, #mesh{mask = Mask, hit = Hit} = Mesh, Table) ->
    Received =
        case ZL band Mask of
            Hit -> record_hop(Token, Mesh);
            _ -> ?unread
        end,
    {H1, L1} = consume(Token#token.payload, Actor#actor.high, Actor#actor.low),
    {MH, ML} = u64:mix(ZH, ZL bxor Self),
    {H2, L2} = u64:add(H1, L1, MH, ML),
    {H3, L3, Now} = work(Mesh, ZH, ZL, H2, L2, Received),
    Delivered = Actor#actor.delivered + 1,
    Delivered band Mesh#mesh.unseen =:= 0 andalso counters:put(Mesh#mesh.deliveries, Self + 1, Delivered),
    forward(Token, Mesh, Table, Now),
    keep(Token#token.payload, Mesh, Actor#actor{high = H3, low = L3, delivered = Delivered}).

record_hop(#token{stamp = Stamp}, #mesh{histograms = Histograms, state = State, open = Open}) ->
    Now = erlang:monotonic_time(nanosecond),
    Kind =
        case not Open andalso atomics:get(State, ?RETIRED) > 0 of
            true -> hop_drain;
            false -> hop
        end,
    hdr:record(Histograms, Kind, Now - Stamp),
    Now.

consume(<<High:32, Low:32, Rest/binary>>, H, L) ->
    {H1, L1} = u64:add(H, L, High, Low),
    consume(Rest, H1, L1);
consume(<<>>, H, L) ->
    {H, L}.

work(#mesh{work = 0}, _, _, H, L, Now) ->
    {H, L, Now};
work(#mesh{work = Work, tail = Tail}, ZH, ZL, H, L, _) ->
    Rounds =
        case Tail of
            0 -> Work;
            1 -> Work bsl trailing_zeros((ZL bsr 16) bor (ZH bsl 16) bor (1 bsl 12))
        end,
    {XH, XL} = u64:mix(ZH, ZL, Rounds),
    {H1, L1} = u64:add(H, L, XH, XL),
    {H1, L1, ?unread}. % work is no latency: the stamp is read after it

trailing_zeros(N) when N band 1 =:= 1 -> 0;
trailing_zeros(N) -> 1 + trailing_zeros(N bsr 1).

forward(#token{left = 1} = Token, Mesh, _, _) ->
    retire(Token, Mesh);
forward(Token, Mesh, Table, Now) ->
    Drawn = draw(Token#token{left = Token#token.left - 1}),
    element(destination(Drawn, Mesh) + 1, Table) ! load(stamped(Drawn, Mesh, Now), Mesh).

%% Sends a token that was drawn; for those who aren't actors.
send(Token, #mesh{} = Mesh) ->
    element(destination(Token, Mesh) + 1, persistent_term:get(mesh)) ! load(stamped(Token, Mesh, ?unread), Mesh).

%% Moves a token's generator on by a hop.
draw(#token{state_high = H, state_low = L} = Token) ->
    {H1, L1} = u64:add(H, L, 16#9e3779b9, 16#7f4a7c15),
    {ZH, ZL} = u64:mix(H1, L1),
    Token#token{state_high = H1, state_low = L1, z_high = ZH, z_low = ZL}.

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

keep(_, #mesh{retain = 0}, Actor) ->
    Actor;
keep(Payload, #mesh{retain = Retain}, #actor{kept = Kept, held = Retain} = Actor) ->
    Actor#actor{kept = queue:in(Payload, queue:drop(Kept))};
keep(Payload, _, #actor{kept = Kept, held = Held} = Actor) ->
    Actor#actor{kept = queue:in(Payload, Kept), held = Held + 1}.

%% Only here does a hop touch what others write.
retire(#token{intended = Intended, started = Started}, #mesh{state = State, tokens = Tokens, open = Open} = Mesh) ->
    Retired = atomics:add_get(State, ?RETIRED, 1),
    Last = Retired =:= Tokens,
    if
        Open ->
            Now = erlang:monotonic_time(nanosecond),
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
