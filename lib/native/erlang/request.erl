%% What a request may say, and its check. A name that isn't known here is refused too: run without it, the figures would be
%% of something else than was asked for.
-module(request).
-export([parse/1]).

-define(MOST, 9007199254740992). % 2^53, the contract's bound of a number
-define(COUNT, 2147483648).
-define(NUMBERS, [
    {actors, 1, ?COUNT}, {messages, 1, ?MOST}, {inFlight, 1, ?COUNT}, {mailbox, 0, 0}, {payload, 0, 16777216},
    {retain, 0, ?COUNT}, {work, 0, ?COUNT}, {tail, 0, 1}, {skew, 0, 255}, {rate, 0, ?MOST}, {hops, 1, ?MOST}
]).

%% The request as a map: warmup, iterations, and the parameters with atoms as keys; throws {refused, Sentence}.
parse(Line) ->
    Request =
        try wire:decode(Line)
        catch error:_ -> refuse("the request can't be read: it is not JSON", [])
        end,
    known("the request", Request, [contract, workload, warmup, iterations, parameters, settings]),
    number(Request, {contract, 1, 1}),
    choice(Request, workload, [<<"actor-mesh">>]),
    [Warmup, Iterations] = [number(Request, {Name, 0, ?COUNT}) || Name <- [warmup, iterations]],
    Warmup + Iterations > 0 orelse refuse("warmup and iterations are both 0: no round is asked for", []),
    workers(maps:get(<<"settings">>, Request, #{})),
    (parameters(maps:get(<<"parameters">>, Request, none)))#{warmup => Warmup, iterations => Iterations}.

%% They are the command line's, which is only compared.
workers(Settings) ->
    known("settings", Settings, [workers]),
    Schedulers = erlang:system_info(schedulers),
    case maps:get(<<"workers">>, Settings, 0) of
        0 -> ok;
        Schedulers -> ok;
        Other -> refuse("workers is ~tp, but ~b schedulers were started (INTERLEAVE_SCHEDULERS)", [Other, Schedulers])
    end.

parameters(Object) ->
    known("parameters", Object, [record, message, seed | [Name || {Name, _, _} <- ?NUMBERS]]),
    P = #{payload := Payload, rate := Rate, messages := Messages, hops := Hops} =
        maps:from_list([{Name, number(Object, Range)} || {Name, _, _} = Range <- ?NUMBERS]),
    Payload rem 8 =:= 0 orelse refuse("payload is ~b, not a multiple of 8", [Payload]),
    Rate =:= 0 orelse Messages rem Hops =:= 0 orelse
        refuse("hops is ~b and doesn't divide messages, which is ~b", [Hops, Messages]),
    choice(Object, message, [<<"reused">>]),
    P#{record => choice(Object, record, [<<"all">>, <<"64">>, <<"off">>]), seed => seed(maps:get(<<"seed">>, Object, none))}.

known(What, Object, Names) ->
    is_map(Object) orelse refuse("~s is no object", [What]),
    case maps:keys(Object) -- [atom_to_binary(Name) || Name <- Names] of
        [] -> ok;
        [Other | _] -> refuse("~s has an unknown name, ~ts", [What, Other])
    end.

number(Object, {Name, Least, Most}) ->
    case maps:get(atom_to_binary(Name), Object, missing) of
        N when is_integer(N), N >= Least, N =< Most -> N;
        Other -> refuse("~s is ~tp, not within ~b and ~b", [Name, Other, Least, Most])
    end.

choice(Object, Name, Values) ->
    Value = maps:get(atom_to_binary(Name), Object, missing),
    lists:member(Value, Values) orelse refuse("~s is ~tp, not one of ~ts", [Name, Value, lists:join(", ", Values)]),
    Value.

seed(Text) ->
    try binary_to_integer(Text) of
        Seed when Seed >= 0, Seed < 1 bsl 64 -> Seed;
        _ -> refuse("seed is ~ts, not a decimal number of 64 bits", [Text])
    catch
        error:_ -> refuse("seed is ~tp, not a decimal number of 64 bits", [Text])
    end.

refuse(Format, Arguments) ->
    throw({refused, unicode:characters_to_binary(io_lib:format(Format, Arguments))}).
