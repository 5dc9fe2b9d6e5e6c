interface Block {
  readonly sum: number;
  readonly count: number;
}

/**
 * The places nearest to the wished ones (least squares) that keep the order and at least the given distances:
 * isotonic regression by pooling adjacent violators. `distances[i]` lies between item `i` and item `i + 1`.
 */
export function spread(wishes: readonly number[], distances: readonly number[]): number[] {
  const offsets: number[] = [];
  wishes.forEach((_, index) => offsets.push(index === 0 ? 0 : (offsets[index - 1] ?? 0) + (distances[index - 1] ?? 0)));

  const blocks: Block[] = [];
  wishes.forEach((wish, index) => {
    let block: Block = { sum: wish - (offsets[index] ?? 0), count: 1 };
    for (let last = blocks.at(-1); last && meanOf(last) >= meanOf(block); last = blocks.at(-1)) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const places = blocks.flatMap((block) => Array.from({ length: block.count }, () => meanOf(block)));
  return places.map((place, index) => place + (offsets[index] ?? 0));
}

function meanOf({ sum, count }: Block): number {
  return sum / count;
}
