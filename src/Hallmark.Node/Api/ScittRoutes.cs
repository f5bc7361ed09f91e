using System.Buffers.Text;
using System.Formats.Cbor;
using Hallmark.Client;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Node.Serving;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node.Api;

/// <summary>
/// The SCITT reference API (draft-ietf-scitt-scrapi-11): keys of the ledger, registration, receipts. Registration answers once it is
/// durable, so it is never "still running". Problems are CBOR (RFC 9290).
/// </summary>
internal static class ScittRoutes
{
    private const string KeysPath = "/.well-known/scitt-keys";
    private const string Cbor = "application/cbor";
    private const string ProblemType = "application/concise-problem-details+cbor";

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder scitt = routes.MapGroup("").WithTags("scitt");
        scitt.MapGet(KeysPath, (HomeNode node) => Results.Bytes(KeySet(node.View.MakerKeys), Cbor))
            .WithSummary("The ledger's keys, a COSE key set").Produces(StatusCodes.Status200OK, contentType: Cbor);
        scitt.MapGet(KeysPath + "/{kid}", (string kid, HomeNode node) =>
            node.View.MakerKeys.FirstOrDefault(key => Base64Url.EncodeToString(key.Thumbprint.ToArray()) == kid) is { } key
                ? Results.Bytes(key.Encoded, Cbor)
                : Problem(StatusCodes.Status404NotFound, "No such key", "no key of this ledger has this id"))
            .WithSummary("One of them, by its id in base64url").Produces(StatusCodes.Status200OK, contentType: Cbor);
        scitt.MapPost("/entries", RegisterAsync).WithSummary("Register a signed statement")
            .Accepts<byte[]>(LedgerRoutes.CoseType).Produces(StatusCodes.Status201Created, contentType: LedgerRoutes.CoseType);
        scitt.MapGet("/entries/{id}", ReceiptAsync).WithSummary("The receipt of a statement")
            .Produces(StatusCodes.Status200OK, contentType: LedgerRoutes.CoseType);
    }

    private static async Task<IResult> RegisterAsync(HttpRequest request, HomeNode node, NodeTelemetry telemetry, CancellationToken stop)
    {
        if (request.ContentType is not LedgerRoutes.CoseType)
        {
            return Problem(
                StatusCodes.Status415UnsupportedMediaType, "Malformed request", $"the content type is not {LedgerRoutes.CoseType}");
        }
        try
        {
            ReadOnlyMemory<byte> body = await RequestBody.ReadAsync(request, stop).ConfigureAwait(false);
            HandedIn taken = await telemetry.TakeAsync(() => node.ActAsync(new HandInStatement(body), stop)).ConfigureAwait(false);
            if (taken.Outcome.Denied)
            {
                return Problem(StatusCodes.Status400BadRequest, "Rejected", $"{taken.Outcome.Rule}: {taken.Outcome.Reason}");
            }
            request.HttpContext.Response.Headers.Location = $"/entries/{taken.Statement.Id}";
            return new BytesWithStatus(node.View.Receipt(taken.Entry), LedgerRoutes.CoseType, StatusCodes.Status201Created);
        }
        catch (MalformedException e)
        {
            return Problem(StatusCodes.Status400BadRequest, "Malformed request", e.Message);
        }
        catch (StatementRefusedException e)
        {
            return Problem(StatusCodes.Status400BadRequest, "Rejected", e.Message);
        }
    }

    private static async Task<IResult> ReceiptAsync(string id, HttpContext context, HomeNode node, CancellationToken stop)
    {
        if (!Digest.TryParse(id, out Digest statement))
        {
            return Problem(StatusCodes.Status400BadRequest, "Invalid locator", "a statement is named by 64 hexadecimal digits");
        }
        try
        {
            LedgerEntry entry = await node.AskAsync(new FindStatement(statement), stop).ConfigureAwait(false);
            if (entry.Outcome.Denied)
            {
                return Problem(StatusCodes.Status404NotFound, "Registration Failed", $"{entry.Outcome.Rule}: {entry.Outcome.Reason}");
            }
            context.Response.Headers.Location = $"/entries/{statement}";
            return Results.Bytes(node.View.Receipt(entry.Index), LedgerRoutes.CoseType);
        }
        catch (KeyNotFoundException e)
        {
            return Problem(StatusCodes.Status404NotFound, "Not Found", e.Message);
        }
    }

    private static byte[] KeySet(IReadOnlyList<CoseKey> keys)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartArray(keys.Count);
        foreach (CoseKey key in keys)
        {
            writer.WriteEncodedValue(key.Encoded);
        }
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static BytesWithStatus Problem(int status, string title, string detail)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartMap(2);
        writer.WriteInt32(-1);
        writer.WriteTextString(title);
        writer.WriteInt32(-2);
        writer.WriteTextString(detail);
        writer.WriteEndMap();
        return new BytesWithStatus(writer.Encode(), ProblemType, status);
    }
}
