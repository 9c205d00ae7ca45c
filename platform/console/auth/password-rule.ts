/** Beyond the contract's rules: not the old one, and not built around the login (of four characters or more). */
export const isNewPasswordFor = (login: string, p: { current?: string; next: string }): boolean =>
  p.next !== p.current && (login.length < 4 || !p.next.toLowerCase().includes(login.toLowerCase()));
