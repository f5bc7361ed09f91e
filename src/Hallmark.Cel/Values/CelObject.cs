namespace Hallmark.Cel;

/// <summary>
/// A value of the host with named fields, for variables of an object type (<see cref="CelType.Object"/>). It must not change while
/// expressions can see it.
/// </summary>
public abstract class CelObject
{
    /// <summary>The name of its type, as the expression <c>type(x)</c> gives it.</summary>
    public abstract string TypeName { get; }

    /// <summary>
    /// A field's value; false, or the default value, where the field is not set, which <c>has</c> tells and selecting it makes an error.
    /// It must not throw.
    /// </summary>
    public abstract bool TryGetField(string name, out CelValue value);

    /// <summary>What <c>==</c> says of two objects: by default, whether they are the same one.</summary>
    public virtual bool ValueEquals(CelObject other) => ReferenceEquals(this, other);
}
