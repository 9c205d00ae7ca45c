/** `138****1234`: whoever stands behind must not read it. */
export const maskedPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(7)}`;
