%% Unsigned 64-bit arithmetic that wraps, on two halves of 32 bits.
%%
%% A number beyond 60 bits is a bignum: it lives on the heap, and each operation allocates one. On halves, with products of
%% at most 32 by 16 bits, all intermediate results stay small.
-module(u64).
-export([mix/2, mix/3, add/4, of_integer/1, to_integer/2, gamma/0]).

-define(GAMMA, 16#9e3779b97f4a7c15).
-define(LOW32, 16#ffffffff).

gamma() -> ?GAMMA.

%% SplitMix64's finaliser.
mix(H0, L0) ->
    L1 = L0 bxor (((H0 bsl 2) band ?LOW32) bor (L0 bsr 30)),
    {H2, L2} = multiply(H0 bxor (H0 bsr 30), L1, 16#bf58476d, 16#1ce4e5b9),
    L3 = L2 bxor (((H2 bsl 5) band ?LOW32) bor (L2 bsr 27)),
    {H4, L4} = multiply(H2 bxor (H2 bsr 27), L3, 16#94d049bb, 16#133111eb),
    {H4 bxor (H4 bsr 31), L4 bxor (((H4 bsl 1) band ?LOW32) bor (L4 bsr 31))}.

%% The same, so many times.
mix(H, L, 0) ->
    {H, L};
mix(H, L, Times) ->
    {H1, L1} = mix(H, L),
    mix(H1, L1, Times - 1).

add(H1, L1, H2, L2) ->
    L = L1 + L2,
    {(H1 + H2 + (L bsr 32)) band ?LOW32, L band ?LOW32}.

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

of_integer(N) ->
    {(N bsr 32) band ?LOW32, N band ?LOW32}.

to_integer(H, L) ->
    (H bsl 32) bor L.
