%% JSON as far as the contract needs it, since OTP has none before 27, where it is called json: reads objects, arrays, numbers, texts without \u above
%% Latin 1, true, false and null; writes what mesh and door say. Objects are maps with binaries as keys.
-module(wire).
-export([decode/1, encode/1]).

%% Raises badarg when it isn't JSON.
decode(Text) ->
    case value(blank(Text)) of
        {Value, Rest} ->
            case blank(Rest) of
                <<>> -> Value;
                _ -> error(badarg)
            end
    end.

blank(<<C, Rest/binary>>) when C =:= $\s; C =:= $\t; C =:= $\n; C =:= $\r -> blank(Rest);
blank(Rest) -> Rest.

value(<<"{", Rest/binary>>) -> object(blank(Rest), #{});
value(<<"[", Rest/binary>>) -> array(blank(Rest), []);
value(<<"\"", Rest/binary>>) -> text(Rest, <<>>);
value(<<"true", Rest/binary>>) -> {true, Rest};
value(<<"false", Rest/binary>>) -> {false, Rest};
value(<<"null", Rest/binary>>) -> {null, Rest};
value(Text) -> number(Text).

object(<<"}", Rest/binary>>, Map) when map_size(Map) =:= 0 -> {Map, Rest};
object(<<"\"", Rest/binary>>, Map) ->
    {Name, AfterName} = text(Rest, <<>>),
    <<":", Colon/binary>> = must(blank(AfterName)),
    {Value, AfterValue} = value(blank(Colon)),
    case blank(AfterValue) of
        <<",", More/binary>> -> object(blank(More), Map#{Name => Value});
        <<"}", More/binary>> -> {Map#{Name => Value}, More};
        _ -> error(badarg)
    end;
object(_, _) -> error(badarg).

must(<<":", _/binary>> = Text) -> Text;
must(_) -> error(badarg).

array(<<"]", Rest/binary>>, []) -> {[], Rest};
array(Text, Values) ->
    {Value, AfterValue} = value(Text),
    case blank(AfterValue) of
        <<",", More/binary>> -> array(blank(More), [Value | Values]);
        <<"]", More/binary>> -> {lists:reverse([Value | Values]), More};
        _ -> error(badarg)
    end.

text(<<"\"", Rest/binary>>, Text) -> {Text, Rest};
text(<<"\\u00", H:2/binary, Rest/binary>>, Text) ->
    text(Rest, <<Text/binary, (binary_to_integer(H, 16))/utf8>>);
text(<<"\\", C, Rest/binary>>, Text) -> text(Rest, <<Text/binary, (escaped(C))>>);
text(<<C, Rest/binary>>, Text) when C >= $\s -> text(Rest, <<Text/binary, C>>);
text(_, _) -> error(badarg).

escaped($n) -> $\n;
escaped($t) -> $\t;
escaped($r) -> $\r;
escaped($b) -> $\b;
escaped($f) -> $\f;
escaped(C) when C =:= $"; C =:= $\\; C =:= $/ -> C;
escaped(_) -> error(badarg).

number(Text) ->
    case re:run(Text, "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?", [{capture, all, index}]) of
        {match, [{0, Length}, _]} ->
            <<Digits:Length/binary, Rest/binary>> = Text,
            {binary_to_integer(Digits), Rest};
        {match, [{0, Length} | _]} ->
            <<Digits:Length/binary, Rest/binary>> = Text,
            {real(Digits), Rest};
        nomatch ->
            error(badarg)
    end.

%% Erlang's own floats need a point.
real(Digits) ->
    case binary:match(Digits, <<".">>) of
        nomatch -> binary_to_float(iolist_to_binary(re:replace(Digits, "[eE]", ".0e")));
        _ -> binary_to_float(Digits)
    end.

%% Of maps, proper lists, numbers, atoms as texts, and binaries.
encode(Map) when is_map(Map) -> encode_object(maps:to_list(Map));
encode([{_, _} | _] = Pairs) -> encode_object(Pairs);
encode(List) when is_list(List) -> [$[, lists:join($,, [encode(It) || It <- List]), $]];
encode(N) when is_integer(N) -> integer_to_binary(N);
encode(F) when is_float(F) -> float_to_binary(F, [short]);
encode(Atom) when is_atom(Atom) -> encode(atom_to_binary(Atom));
encode(Text) when is_binary(Text) -> [$", [escape(C) || <<C>> <= Text], $"].

encode_object(Pairs) ->
    [${, lists:join($,, [[encode(Name), $:, encode(Value)] || {Name, Value} <- Pairs]), $}].

escape(C) when C =:= $"; C =:= $\\ -> [$\\, C];
escape(C) when C < $\s -> io_lib:format("\\u~4.16.0b", [C]);
escape(C) -> C.
