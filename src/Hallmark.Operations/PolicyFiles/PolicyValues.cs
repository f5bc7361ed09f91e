using Hallmark.Cel;
using Hallmark.Contracts;
using Hallmark.Contracts.Policies;

namespace Hallmark.Operations.PolicyFiles;

/// <summary>What a policy knew, or came to, one line each; single values are <see cref="CelText"/>.</summary>
public static class PolicyValues
{
    /// <summary>Every fact with its fields, e.g. <c>batch.records = 26</c>.</summary>
    public static IEnumerable<string> Lines(IReadOnlyDictionary<string, CelValue> known)
    {
        foreach (Fact fact in StatementFacts.All.Concat(Kinds.Governable(RuleVersions.Newest).SelectMany(kind => kind.Facts!)).Distinct())
        {
            if (!known.TryGetValue(fact.Name, out CelValue value))
            {
                continue;
            }
            if (fact.Fields.Count == 0)
            {
                yield return $"{fact.Name} = {CelText.Of(value)}";
            }
            foreach (CelField field in fact.Fields)
            {
                if (value.AsObject().TryGetField(field.Name, out CelValue inner))
                {
                    yield return $"{fact.Name}.{field.Name} = {CelText.Of(inner)}";
                }
            }
        }
    }

    public static string Of(ExpressionResult result) =>
        result.Value is { } value ? CelText.Of(value) : $"no value: {result.Error!.Message}";
}
