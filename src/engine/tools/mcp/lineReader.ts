/** Cuts a stream of bytes into lines; a character split between two pieces survives. */
export interface LineReader {
  add(bytes: Uint8Array): void;
  /** Drops what was collected and takes no more. */
  stop(): void;
}

export interface LineListener {
  readonly onLine: (line: string) => void;
  /** After each piece of a line that has not ended yet. */
  readonly onGrowing: (characters: number) => void;
}

export function lineReader({ onLine, onGrowing }: LineListener): LineReader {
  const decoder = new TextDecoder('utf-8');
  let pieces: string[] = [];
  let characters = 0;
  let isStopped = false;

  function take(text: string): void {
    pieces.push(text);
    characters += text.length;
    onGrowing(characters);
  }

  return {
    add(bytes) {
      const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n');
      if (!isStopped) take(first);
      for (const text of others) {
        if (isStopped) return;
        const line = pieces.join('');
        [pieces, characters] = [[], 0];
        onLine(line);
        if (!isStopped) take(text);
      }
    },
    stop() {
      isStopped = true;
      pieces = [];
    },
  };
}
