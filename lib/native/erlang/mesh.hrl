%% What all actors of a round share. Each process has it on its own heap, so nothing here is large: the table of processes
%% is a persistent term, which isn't copied.
-record(mesh, {
    actors, favoured, skew, work, tail, words, retain, open, tokens,
    mask, hit,  % a hop is recorded if Z band mask =:= hit: always, for one in 64, or never
    unseen,     % an actor shows its deliveries when Delivered band unseen =:= 0
    deliveries, % counters, one an actor, for the watchdog
    state,      % atomics: see the macros below
    histograms, % counters
    owner       % the process that runs the round
}).

%% Places in state.
-define(RETIRED, 1).
-define(STARTED, 2).   % open loop: tokens that the pacer has sent
-define(MEASURING, 3).
-define(EPOCH, 4).     % ns; the clock's start

%% The message: copied word by word in each hop, so it has few. Its state and its draw are halves of 32 bits; the stamp is
%% set only if the hop that Z draws is recorded; the start is {Intended, Started} in the open loop.
-record(token, {state_high, state_low, z_high, z_low, left, stamp = 0, start = none, payload = <<>>}).
