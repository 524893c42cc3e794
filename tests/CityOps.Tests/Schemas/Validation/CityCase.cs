namespace CityOps.Tests.Schemas.Validation;

/// <summary>A schema with the keywords datasets use, and a record that fits it.</summary>
internal static class CityCase
{
    public const string Schema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object", "additionalProperties": false,
          "required": ["caseId", "traceId", "title", "severity", "status", "reportedAt", "location", "tags"],
          "properties": {
            "caseId": { "type": "string", "pattern": "^[0-9]{6}-[0-9]{8}$" },
            "traceId": { "type": "string", "format": "uuid" },
            "title": { "type": "string", "minLength": 2, "maxLength": 20 },
            "severity": { "type": "integer", "minimum": 1, "maximum": 4 },
            "status": { "enum": ["registered", "closed"] },
            "reportedAt": { "$ref": "#/$defs/timestamp" },
            "closedAt": { "anyOf": [{ "type": "null" }, { "$ref": "#/$defs/timestamp" }] },
            "location": {
              "type": "object", "additionalProperties": false, "required": ["longitude"],
              "properties": { "longitude": { "type": "number", "minimum": -180, "maximum": 180 }, "crs": { "const": "CGCS2000" } }
            },
            "tags": { "type": "array", "maxItems": 4, "uniqueItems": true, "items": { "type": "string", "minLength": 1 } },
            "photo": { "type": "string", "format": "uri" },
            "ext": { "type": "object", "propertyNames": { "pattern": "^[a-z]+$" }, "maxProperties": 2 }
          },
          "if": { "required": ["status"], "properties": { "status": { "const": "closed" } } },
          "then": { "required": ["closedAt"], "properties": { "closedAt": { "type": "string" } } },
          "$defs": { "timestamp": { "type": "string", "format": "date-time" } }
        }
        """;

    public const string Fitting = """
        {"caseId":"340100-00000001","traceId":"d7d41454-e6be-41ad-8cf8-1876ae1bd5e0","title":"长江中路路灯不亮","severity":2,"status":"closed","reportedAt":"2026-03-01T08:00:00+08:00","closedAt":"2026-03-01T09:30:00.5Z","location":{"longitude":117.2272,"crs":"CGCS2000"},"tags":["夜间","督办","A\/B"],"photo":"https://files.example.org/1.jpg?x=%20","ext":{"a":1}}
        """;
}
