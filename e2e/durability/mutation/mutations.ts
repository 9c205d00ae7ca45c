/** One change of one file that takes a promise away. */
export interface Mutation {
  /** End of the module's URL. */
  file: string;
  from: string;
  to: string;
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  /** No fsync at a commit: what was called saved may be lost by a power cut. */
  'synchronous-normal': {
    file: '/sync/store/database.ts',
    from: "['synchronous', 'FULL', 2]",
    to: "['synchronous', 'NORMAL', 1]",
  },
};
