/** Keys of vendors. The value goes to the vendor's adapter and nowhere else. */
export interface Secrets {
  get(name: string): Promise<string | undefined>;
}
