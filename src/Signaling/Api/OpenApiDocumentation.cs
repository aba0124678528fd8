using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Signaling.Wire;

namespace Signaling.Api;

/// <summary>Completes the OpenAPI document: bearer tokens, problems with their codes, times, what may be absent.</summary>
internal static class OpenApiDocumentation
{
    /// <summary>Sets the document's transformations.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Calls",
                Version = "1",
                Description = "What is stored: accounts, follows, address book, blocks, messages, settings, call history, administration. "
                    + "Calls themselves go over the WebSocket at /ws (docs/protocol.md).",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
    }

    // What this protocol's converters and attributes do and the framework's description cannot see.
    private static void Describe(OpenApiSchema schema, JsonTypeInfo json)
    {
        if (json.Type == typeof(DateTimeOffset) || json.Type == typeof(DateTimeOffset?))
        {
            schema.Type = json.Type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }
        else if (json.Type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }

        foreach (JsonPropertyInfo property in json.Properties.Where(IsAbsentWhenNull))
        {
            schema.Required?.Remove(property.Name);
        }
    }

    private static bool IsAbsentWhenNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            .OfType<JsonIgnoreAttribute>()
            .Any(attribute => attribute.Condition == JsonIgnoreCondition.WhenWritingNull) ?? false;

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        OpenApiDocument document = context.Document!;
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        }

        document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken));
        IEnumerable<IGrouping<int, ErrorCode>> errors = metadata.OfType<ErrorDocumentation>()
            .SelectMany(errors => errors.Codes)
            .Append(ErrorCode.Internal)
            .Distinct()
            .GroupBy(Problem.StatusOf)
            .OrderBy(group => group.Key);
        foreach (IGrouping<int, ErrorCode> group in errors)
        {
            operation.Responses ??= [];
            operation.Responses[group.Key.ToString()] = new OpenApiResponse
            {
                Description = $"code: {string.Join(", ", group.Select(EnumText<ErrorCode>.Of))}",
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) } },
            };
        }
    }
}
