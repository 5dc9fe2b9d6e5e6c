import { failpoints } from '../../../src/engine/base/failpoint.ts';

/** What happened at one passage of a failpoint. */
export interface Trial {
  readonly life: string;
  readonly point: string;
  readonly passage: number;
  readonly mode: 'kill' | 'full';
}

/** `all`: each passage until the life comes to its end. Else the first, one in the middle and the last. */
export function trialsOf(life: string, passages: Readonly<Record<string, number>>, isExhaustive: boolean): readonly Trial[] {
  return Object.entries(passages).flatMap(([point, count]) => {
    const all = Array.from({ length: count }, (_, index) => index + 1);
    const chosen = isExhaustive ? all : [...new Set([1, Math.ceil(count / 2), count])];
    return chosen.map((passage): Trial => ({ life, point, passage, mode: 'kill' }));
  });
}

/** Failpoints that no life passes. */
export function missedPoints(counted: readonly Readonly<Record<string, number>>[]): readonly string[] {
  return failpoints.filter((point) => !counted.some((passages) => (passages[point] ?? 0) > 0));
}

/** One line for each failpoint: how often it is passed in a life, and at which passages the process ended there. */
export function matrixText(counted: ReadonlyMap<string, Readonly<Record<string, number>>>, trials: readonly Trial[]): string {
  const rows = failpoints.map((point) => {
    const cells = [...counted].flatMap(([life, passages]) => {
      const tried = (mode: Trial['mode']) => trials.filter((trial) => trial.point === point && trial.life === life && trial.mode === mode).map(({ passage }) => passage).toSorted((left, right) => left - right);
      const [killed, full] = [tried('kill'), tried('full')];
      if (killed.length + full.length === 0) return [];
      return [`${life}, ${passages[point]} passages: killed at ${killed.join(' ') || '-'}${full.length > 0 ? `, disk full at ${full.join(' ')}` : ''}`];
    });
    return `      ${point.padEnd(26)} ${cells.join('; ')}`;
  });
  return rows.join('\n');
}
