namespace Hallmark.Api;

/// <summary>An HTTP service that runs, as <c>serve</c> and <c>witness</c> answer.</summary>
/// <param name="Log">Folder that is served.</param>
public sealed record ServingAnswer(string Log, string Address);

/// <summary>A witness that runs.</summary>
/// <param name="Witness">Its name.</param>
/// <param name="Key">Its key as a vkey.</param>
/// <param name="Logs">Names of the logs that it cosigns.</param>
public sealed record WitnessServingAnswer(string Witness, string Key, IReadOnlyList<string> Logs, string Address);
