// Why calls wait before the first contact, in words.
export const notAnswered = 'Redis, which shares the limits, has not answered yet';
