import { expect, it } from "vitest";
import type { EventRow } from "@/server/events/event-row";
import type { EventScan } from "@/server/events/scan-events";
import { until } from "@/server/testing/until";
import { EventFeed } from "./event-feed";

const topicId = "0199c0de-0000-7000-8000-000000000001";
const at = new Date("2026-11-21T10:00:00Z");

function row(offset: number): EventRow {
  return {
    topicId,
    topic: "orders",
    offset,
    id: `o${offset}`,
    type: "orders",
    source: "/shop",
    key: null,
    subject: null,
    correlationId: `o${offset}`,
    causationId: null,
    time: at,
    receivedAt: at,
    cursor: "",
    contentType: "application/json",
    isTest: false,
    replayId: null,
    duplicates: 0,
    bytes: 2,
    preview: "{}",
  };
}

function scan(offsets: readonly number[], from: number, to: number): EventScan {
  return {
    rows: offsets.map(row),
    scanned: from - to,
    passedOver: 0,
    whyPassedOver: undefined,
    start: { [topicId]: from },
    position: { [topicId]: to },
    reached: at,
    isDone: to === 0,
  };
}

/** A feed whose server gives these answers, one after the other. */
function feedOf(...answers: readonly EventScan[]) {
  let next = 0;
  const ask = async () => {
    const answer = answers[next++];
    if (answer === undefined) throw new Error("Nothing more was expected to be asked.");
    return answer;
  };
  const feed = new EventFeed(ask, "shop", { statuses: ["dead"] }, undefined);
  const offsets = () => feed.getSnapshot().rows?.map(({ offset }) => offset);
  return { feed, offsets, asked: () => next };
}

const isDone = (feed: EventFeed) => () => feed.getSnapshot().progress?.state === "done";

it("keeps what a search found far back when the newest part is read again", async () => {
  const { feed, offsets } = feedOf(
    scan([], 200_000, 150_000),
    scan([120_000, 100_000], 150_000, 0),
    scan([200_001], 200_010, 160_000),
  );
  feed.start();
  await until(isDone(feed));
  expect(offsets()).toEqual([120_000, 100_000]);
  await feed.refresh();
  expect(offsets()).toEqual([200_001, 120_000, 100_000]);
});

it("takes out of the newest part what does not fit any more", async () => {
  const { feed, offsets } = feedOf(scan([9, 7, 3], 10, 0), scan([9, 3], 10, 0));
  feed.start();
  await until(isDone(feed));
  await feed.refresh();
  expect(offsets()).toEqual([9, 3]);
});

it("counts what is new, and shows it to nobody who has scrolled away", async () => {
  const { feed, offsets } = feedOf(scan([9, 3], 10, 0), scan([12, 11, 3], 12, 0), scan([12, 11, 3], 12, 0));
  feed.start();
  await until(isDone(feed));
  feed.pause();
  expect(await feed.refresh()).toBe(true);
  expect(offsets()).toEqual([9, 3]);
  expect(feed.getSnapshot().waiting).toBe(2);
  feed.follow();
  await until(isDone(feed));
  expect(offsets()).toEqual([12, 11, 3]);
  expect(feed.getSnapshot().waiting).toBe(0);
});

it("begins again when so much came that something may have been missed", async () => {
  const { feed, offsets, asked } = feedOf(scan([9], 10, 0), scan([100], 120, 60), scan([100, 50, 9], 121, 0));
  feed.start();
  await until(isDone(feed));
  await feed.refresh();
  await until(() => asked() === 3 && offsets()?.length === 3);
  expect(offsets()).toEqual([100, 50, 9]);
});

it("rests after a budget, goes on when it is told to, and counts on", async () => {
  const { feed, offsets } = feedOf(
    scan([], 300_000, 240_000),
    scan([200_000], 240_000, 170_000),
    scan([100], 170_000, 0),
  );
  feed.start();
  await until(() => feed.getSnapshot().progress?.state === "resting");
  expect(feed.getSnapshot().progress).toMatchObject({ scanned: 130_000, matched: 1 });
  feed.goOn();
  await until(isDone(feed));
  expect(feed.getSnapshot().progress).toMatchObject({ scanned: 300_000, matched: 2 });
  expect(offsets()).toEqual([200_000, 100]);
});
