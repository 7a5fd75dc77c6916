/* History replayed against the boundaries: how many commits would have stayed inside one service. */
const replayPart = () => null;
const replay = () => {
  fills.replay.append(nothing(R.summary.commits ? "The history was read, but no replay of it is in this report." : "No history was read: without commits there is nothing to replay."));
};
