import { expect, it } from "vitest";
import { heard, minutesLeft } from "./session-clock";

it.each([
  ["just used: nothing to be said", 900, 0, null, false],
  ["still far away", 900, 599, null, false],
  ["five minutes left: said, and a request moves it", 900, 600, 5, false],
  ["a minute begun counts as one", 900, 659, 5, false],
  ["the last seconds are a minute, never none", 900, 899, 1, false],
  ["past: the next question finds out", 900, 960, 1, false],
  ["asked just now and near all the same: twelve hours are over soon", 240, 0, 4, true],
  ["one that nothing moves, later", 240, 61, 3, true],
  ["longer than the warning: not the last hour yet", 301, 0, null, false],
])("%s", (_, endsIn, later, minutes, final) => {
  const now = 1_800_000_000_000;
  const clock = heard(endsIn, now);
  expect(minutesLeft(clock, now + later * 1000)).toBe(minutes);
  expect(clock.final).toBe(final);
});
