import type { Doubt } from '../world/doubt';

/** How doubt is read: `certain` finds what leaks whatever the doubts come to, `possible` what may leak if they come to the worst. */
export type Mode = 'certain' | 'possible';

/** Whether a fact that lets something through counts. */
export const counts = (fact: { readonly doubt?: Doubt }, mode: Mode): boolean => mode === 'possible' || !fact.doubt;
