import type { ReviewSeat } from './state.ts';

/** The name of one reviewer among those of its round: the same one may be asked more than once. */
export function seatName(seats: readonly Pick<ReviewSeat, 'reviewer'>[], index: number): string {
  const { reviewer = '' } = seats[index] ?? {};
  const isNamesake = (seat: Pick<ReviewSeat, 'reviewer'>): boolean => seat.reviewer === reviewer;
  return seats.filter(isNamesake).length === 1 ? reviewer : `${reviewer} ${seats.slice(0, index + 1).filter(isNamesake).length}`;
}
