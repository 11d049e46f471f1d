// The API under /api/quotes: validate by schema, call the domain, answer.

import { randomUUID } from 'node:crypto';

import { price } from './pricing.js';
import { documented } from './problems.js';
import { QUOTE, REQUEST } from './schemas.js';

export const PREFIX = '/api/quotes';

/** Put the API on `app`. now: the clock. quoteMinutes: how long a quote holds. */
export function installRoutes(app, { now, quoteMinutes }) {
  app.addSchema(REQUEST);
  app.addSchema(QUOTE);
  app.post(
    PREFIX,
    {
      schema: {
        operationId: 'create_quote',
        summary: 'Quote what an order costs, without placing it. Nothing is stored.',
        tags: ['quotes'],
        body: { $ref: 'QuoteRequest#' },
        response: {
          201: { description: 'Quoted', content: { 'application/json': { schema: { $ref: 'Quote#' } } } },
          ...documented(400, 413, 415, 422, 500, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const { items, country } = request.body;
      reply.code(201);
      return {
        quote_id: randomUUID(),
        ...price(items, country),
        valid_until: new Date(now().getTime() + quoteMinutes * 60_000).toISOString(),
      };
    },
  );
  app.get(`${PREFIX}/openapi.json`, { schema: { hide: true } }, async () => app.swagger());
}
