/** What a simulated exchange answers where it is asked for the token of its sockets. */
export const simulatedToken = 'token-of-simulateExchange';
