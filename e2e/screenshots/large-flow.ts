import type { FlowDocument } from "../../flow/document/flow-document";

type Imported = Pick<FlowDocument, "name"> & Record<string, unknown>;

const chains = 50;
/** Topics and consumers of a chain, one after the other, behind its producer: ten cards. */
const links = 4;
const column = 600;
const row = 224;

/** A flow of 500 cards: fifty chains of a producer, topics and consumers, ended by an extra topic. */
export function largeFlow(): Imported {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  const topic = (chain: number, link: number) => `chain-${chain + 1}.part-${link + 1}`;
  return {
    millrace: 1,
    name: "Five hundred cards",
    producers: numbers(chains).map((chain) => ({
      id: `producer${chain}`,
      type: "web-address",
      name: `Shop ${chain + 1}`,
      topic: topic(chain, 0),
      config: {},
      position: { x: 0, y: chain * row },
    })),
    topics: numbers(chains).flatMap((chain) =>
      numbers(links + 1).map((link) => ({
        name: topic(chain, link),
        position: { x: 280 + link * column, y: chain * row + 4 },
      })),
    ),
    consumers: numbers(chains).flatMap((chain) =>
      numbers(links).map((link) => ({
        id: `consumer${chain}x${link}`,
        name: `Part ${link + 1} of ${chain + 1}`,
        when: [topic(chain, link)],
        position: { x: 560 + link * column, y: chain * row - 24 },
        steps: [
          { id: `count${chain}x${link}`, type: "counter", config: { name: "Parts", amount: 1 } },
          { id: `send${chain}x${link}`, type: "publish", config: { topic: topic(chain, link + 1) } },
        ],
      })),
    ),
  };
}
