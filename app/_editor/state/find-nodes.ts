interface Findable {
  readonly title: string;
  readonly summary: string;
  readonly synonyms: readonly string[];
}

/** 0 finds nothing; the title counts more than a synonym, a beginning more than a part. */
function rank(node: Findable, word: string): number {
  const title = node.title.toLowerCase();
  if (title.startsWith(word)) return 5;
  if (title.split(/[\s-]+/).some((part) => part.startsWith(word))) return 4;
  if (node.synonyms.some((synonym) => synonym.toLowerCase().startsWith(word))) return 3;
  if (title.includes(word)) return 2;
  if (node.summary.toLowerCase().includes(word)) return 1;
  return 0;
}

/** Nodes that fit all words of a query, the best first. An empty query finds all, in their order. */
export function findNodes<Node extends Findable>(nodes: readonly Node[], query: string): Node[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...nodes];
  return nodes
    .map((node) => {
      const ranks = words.map((word) => rank(node, word));
      return { node, rank: ranks.includes(0) ? 0 : Math.max(...ranks) };
    })
    .filter((found) => found.rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map((found) => found.node);
}
