import { z } from 'zod';

/** An acceptance as a file has it; apart, since it takes longer to load than a small template to judge. */
export const acceptanceSchema = z.strictObject({
  id: z.string().min(1),
  because: z.string().trim().min(1),
  until: z.iso.date(),
});
