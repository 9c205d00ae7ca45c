import { createContext, useContext } from 'react';
import type { ConsoleClient } from './client.ts';

const ClientContext = createContext<ConsoleClient | null>(null);
export const ClientProvider = ClientContext;

export function useClient(): ConsoleClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient outside of ClientProvider');
  return client;
}
