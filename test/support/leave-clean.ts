// Before each file that shares its process with others: real timers and globals, whatever the one before left behind.
import { vi } from 'vitest';

vi.useRealTimers();
vi.unstubAllGlobals();
