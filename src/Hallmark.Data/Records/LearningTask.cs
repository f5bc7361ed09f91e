namespace Hallmark.Data.Records;

/// <summary>What the label of a <see cref="Schema"/> is there for.</summary>
public enum LearningTask
{
    /// <summary>The label is one of the classes.</summary>
    Classification,

    /// <summary>The label is a number, called the target.</summary>
    Regression,

    /// <summary>There is no label.</summary>
    Unlabelled,
}
