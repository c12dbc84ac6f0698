import { Rule } from '@tallyboard/alerting/rule';
import { ALERT_SHAPES, alertPaths } from '@tallyboard/api/alert-paths';
import { components, type Json, referring } from '@tallyboard/api/json-schema';
import * as api from '@tallyboard/api/query';

/** The OpenAPI 3.1 document of the alerts API. */
export function alertsDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tallyboard alerts API',
      version: '1',
      description:
        'Rules, what they say of the numbers, and who was told. The query service has the same paths, so that a page needs one address.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ key: [] }],
    paths: alertPaths(Rule),
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key: to read with the scope read or alerts, to act with alerts.',
        },
      },
      responses: {
        Refused: {
          description: 'The request cannot be answered.',
          content: { 'application/json': { schema: referring(api.ErrorBody) } },
        },
      },
      schemas: components(...ALERT_SHAPES, api.ErrorBody),
    },
  };
}
