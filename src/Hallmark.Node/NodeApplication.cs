using System.Globalization;
using System.Threading.RateLimiting;
using Hallmark.Api;
using Hallmark.Files;
using Hallmark.Node.Api;
using Hallmark.Node.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hallmark.Node;

/// <summary>
/// All that a node serves: <c>/api</c> with the shapes of <c>--json</c>, the SCITT reference API, live events, health, and a description of
/// it all. One file each in <c>Api/</c>; this is their list.
/// </summary>
internal static class NodeApplication
{
    private const string Document = "v1"; // the name by which the framework looks for it

    /// <summary>Requests of one address in a second, and how many may be saved up.</summary>
    private const int PerSecond = 2_000;

    private const int Burst = 10_000;

    public static void AddServices(IServiceCollection services, HomeNode node)
    {
        services.AddSingleton(node);
        services.AddSingleton<NewBlocks>();
        NodeTelemetry.AddTo(services);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that problems say what is bad
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = ApiJson.Options.PropertyNamingPolicy;
            options.SerializerOptions.Encoder = ApiJson.Options.Encoder;
            options.SerializerOptions.MaxDepth = ApiJson.Options.MaxDepth;
        });
        services.AddOpenApi(Document, options =>
        {
            options.OpenApiVersion = Microsoft.OpenApi.OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = "Hallmark node", Version = "1", Description = "What data trained a model, and the proof." };
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
        });
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = Burst,
                    TokensPerPeriod = PerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    AutoReplenishment = true,
                }));
        });
    }

    public static void Use(WebApplication application, RegularFiles log)
    {
        application.Use(SecurityHeaders.AddAsync);
        application.Use(Problems.CatchAsync);
        application.UseRouting();
        application.UseRateLimiter();
        Map(application);
        LogEndpoints.Map(application, "", log);
        application.UseEndpoints(_ => { });
    }

    private static void Map(WebApplication routes)
    {
        HealthRoutes.Map(routes);
        ScittRoutes.Map(routes);
        EventRoutes.Map(routes);
        RouteGroupBuilder api = routes.MapGroup("/api");
        LedgerRoutes.Map(api);
        StatementRoutes.Map(api);
        DatasetRoutes.Map(api);
        MemberRoutes.Map(api);
        RunRoutes.Map(api);
        routes.MapOpenApi("/openapi.json");
        routes.MapPrometheusScrapingEndpoint("/metrics");
        routes.Services.GetRequiredService<NodeTelemetry>(); // its measures are there before anything is counted
    }
}
